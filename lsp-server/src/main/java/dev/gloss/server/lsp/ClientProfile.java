package dev.gloss.server.lsp;

import dev.gloss.server.workspace.PositionEncoding;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.ClientInfo;
import org.eclipse.lsp4j.CompletionCapabilities;
import org.eclipse.lsp4j.CompletionItemCapabilities;
import org.eclipse.lsp4j.DynamicRegistrationCapabilities;
import org.eclipse.lsp4j.GeneralClientCapabilities;
import org.eclipse.lsp4j.HoverCapabilities;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InsertTextMode;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.ShowDocumentCapabilities;
import org.eclipse.lsp4j.TextDocumentClientCapabilities;
import org.eclipse.lsp4j.WindowClientCapabilities;
import org.eclipse.lsp4j.WorkspaceClientCapabilities;
import org.jspecify.annotations.Nullable;

/// What we need to know of an editor, as it said in `initialize`.
///
/// @param name of the editor, in lower case; empty when it did not say
/// @param encoding in which positions are counted
/// @param hoverFormat `markdown` or `plaintext`
/// @param documentationFormat of completion items, likewise
/// @param asIsInsertion whether completion items may forbid the editor to indent them anew
/// @param resolvesDocumentation whether documentation of completion items may come later
/// @param codeActionLiterals whether code actions may be more than commands
/// @param showsDocuments whether it opens pages on request
/// @param progress whether it shows progress on request
/// @param configuration whether it can be asked for settings
/// @param dynamicConfiguration whether it wants to be asked to tell when settings change
/// @param dynamicWatching whether it can be asked to tell when files change
record ClientProfile(
    String name,
    PositionEncoding encoding,
    String hoverFormat,
    String documentationFormat,
    boolean asIsInsertion,
    boolean resolvesDocumentation,
    boolean codeActionLiterals,
    boolean showsDocuments,
    boolean progress,
    boolean configuration,
    boolean dynamicConfiguration,
    boolean dynamicWatching) {

  /// Before `initialize`.
  static final ClientProfile UNKNOWN = of(new InitializeParams());

  static ClientProfile of(InitializeParams params) {
    Optional<ClientCapabilities> client = Optional.ofNullable(params.getCapabilities());
    Optional<TextDocumentClientCapabilities> text = client.map(ClientCapabilities::getTextDocument);
    Optional<WorkspaceClientCapabilities> workspace = client.map(ClientCapabilities::getWorkspace);
    Optional<WindowClientCapabilities> window = client.map(ClientCapabilities::getWindow);
    Optional<CompletionItemCapabilities> item =
        text.map(TextDocumentClientCapabilities::getCompletion)
            .map(CompletionCapabilities::getCompletionItem);
    return new ClientProfile(
        Optional.ofNullable(params.getClientInfo())
            .map(ClientInfo::getName)
            .map(name -> name.toLowerCase(Locale.ROOT))
            .orElse(""),
        encoding(
            client
                .map(ClientCapabilities::getGeneral)
                .map(GeneralClientCapabilities::getPositionEncodings)
                .orElse(List.of())),
        format(
            text.map(TextDocumentClientCapabilities::getHover)
                .map(HoverCapabilities::getContentFormat)),
        format(item.map(CompletionItemCapabilities::getDocumentationFormat)),
        item.map(CompletionItemCapabilities::getInsertTextModeSupport)
            .map(support -> support.getValueSet())
            .map(modes -> modes.contains(InsertTextMode.AsIs))
            .orElse(false),
        item.map(CompletionItemCapabilities::getResolveSupport)
            .map(support -> support.getProperties())
            .map(properties -> properties.contains("documentation"))
            .orElse(false),
        text.map(TextDocumentClientCapabilities::getCodeAction)
            .map(action -> action.getCodeActionLiteralSupport())
            .isPresent(),
        is(
            window.map(WindowClientCapabilities::getShowDocument),
            ShowDocumentCapabilities::isSupport),
        is(window, WindowClientCapabilities::getWorkDoneProgress),
        is(workspace, WorkspaceClientCapabilities::getConfiguration),
        is(
            workspace.map(WorkspaceClientCapabilities::getDidChangeConfiguration),
            DynamicRegistrationCapabilities::getDynamicRegistration),
        is(
            workspace.map(WorkspaceClientCapabilities::getDidChangeWatchedFiles),
            DynamicRegistrationCapabilities::getDynamicRegistration));
  }

  boolean hoverIsMarkdown() {
    return hoverFormat.equals(MarkupKind.MARKDOWN);
  }

  boolean documentationIsMarkdown() {
    return documentationFormat.equals(MarkupKind.MARKDOWN);
  }

  /// The first of the client's list that we know; UTF-16 when it offers nothing.
  private static PositionEncoding encoding(List<String> offered) {
    return offered.stream()
        .flatMap(
            name ->
                Arrays.stream(PositionEncoding.values())
                    .filter(encoding -> encoding.protocolName().equals(name)))
        .findFirst()
        .orElse(PositionEncoding.UTF16);
  }

  /// The first of the client's list that we know; plain text when it says nothing.
  private static String format(Optional<List<String>> offered) {
    return offered.stream()
        .flatMap(List::stream)
        .filter(name -> name.equals(MarkupKind.MARKDOWN) || name.equals(MarkupKind.PLAINTEXT))
        .findFirst()
        .orElse(MarkupKind.PLAINTEXT);
  }

  private static <T> boolean is(Optional<T> holder, Function<T, @Nullable Boolean> flag) {
    return holder.map(flag).orElse(false);
  }
}
