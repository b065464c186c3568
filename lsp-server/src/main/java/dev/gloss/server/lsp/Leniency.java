package dev.gloss.server.lsp;

import java.util.ArrayList;
import org.eclipse.lsp4j.CodeActionContext;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.CompletionContext;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.InlineCompletionContext;
import org.eclipse.lsp4j.InlineCompletionParams;
import org.eclipse.lsp4j.InlineCompletionTriggerKind;
import org.eclipse.lsp4j.jsonrpc.messages.Message;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;

/// Fills in what older clients leave out or name otherwise, where it makes no difference to what is
/// meant. LSP4J reads a number that it does not know as nothing.
final class Leniency {
  private Leniency() {}

  /// Fills in what is missing in a message.
  static void apply(Message message) {
    if (message instanceof RequestMessage request) {
      switch (request.getParams()) {
        case InlineCompletionParams params -> apply(params);
        case CompletionParams params -> apply(params);
        case CodeActionParams params -> apply(params);
        case null, default -> {}
      }
    }
  }

  /// The kinds were 0 and 1 in the drafts of LSP 3.18. Whoever sends another one than the protocol
  /// has did not ask by a key as far as we know.
  private static void apply(InlineCompletionParams params) {
    InlineCompletionContext context = params.getContext();
    if (context == null) {
      params.setContext(new InlineCompletionContext(InlineCompletionTriggerKind.Automatic));
    } else if (context.getTriggerKind() == null) {
      context.setTriggerKind(InlineCompletionTriggerKind.Automatic);
    }
  }

  private static void apply(CompletionParams params) {
    CompletionContext context = params.getContext();
    if (context != null && context.getTriggerKind() == null) {
      params.setContext(null);
    }
  }

  private static void apply(CodeActionParams params) {
    CodeActionContext context = params.getContext();
    if (context == null) {
      params.setContext(new CodeActionContext(new ArrayList<>()));
    } else if (context.getDiagnostics() == null) {
      context.setDiagnostics(new ArrayList<>());
    }
  }
}
