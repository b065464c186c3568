package dev.gloss.server.lsp;

import com.google.gson.JsonObject;
import dev.gloss.prompts.completion.FirstLine;
import dev.gloss.server.assist.Completion;
import dev.gloss.server.assist.CompletionQuery;
import dev.gloss.server.workspace.Document;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionItemKind;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.InsertTextFormat;
import org.eclipse.lsp4j.InsertTextMode;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.jspecify.annotations.Nullable;

/// `textDocument/completion` and `completionItem/resolve`: the model's text as an item of the
/// editor's list, for editors without ghost text.
final class CompletionHandler {
  private static final int LONGEST_LABEL = 60;

  /// Behind the names a language server offers, which are known to exist; ours is a guess.
  private static final String SORT_TEXT = "~gloss";

  private final Session session;
  private final SuggestionRequests requests;

  CompletionHandler(Session session) {
    this.session = session;
    this.requests = SuggestionRequests.popup(session);
  }

  CompletableFuture<@Nullable CompletionList> handle(CompletionParams params) {
    Optional<Document> open = session.documents().find(params.getTextDocument().getUri());
    if (open.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    Document document = open.get();
    Positions positions = new Positions(document, session.profile().encoding());
    int cursor = positions.offset(params.getPosition());
    if (!session.settings().completion().popup()) {
      return CompletableFuture.completedFuture(new CompletionList(false, List.of()));
    }
    int start = TypedWord.start(document.text(), cursor);
    String typed = document.text().substring(start, cursor);
    Range range = positions.range(start, cursor);
    CompletionQuery query =
        new CompletionQuery(document, cursor, false).with(session.code().others());
    return requests.ask(
        document,
        query,
        suggestions -> {
          Completion first = suggestions.getFirst();
          return new CompletionList(
              false, List.of(item(document, range, typed + first.text(), first)));
        },
        () -> new CompletionList(false, List.of()));
  }

  /// Adds the preview to an item.
  CompletionItem resolve(CompletionItem item) {
    if (item.getData() instanceof JsonObject data
        && item.getTextEdit() != null
        && item.getTextEdit().isLeft()) {
      document(item, item.getTextEdit().getLeft().getNewText(), data);
    }
    return item;
  }

  private CompletionItem item(Document document, Range range, String text, Completion suggestion) {
    CompletionItem item = new CompletionItem(label(text));
    item.setKind(CompletionItemKind.Text);
    item.setDetail("Gloss");
    item.setSortText(SORT_TEXT);
    item.setFilterText(text);
    item.setInsertTextFormat(InsertTextFormat.PlainText);
    if (session.profile().asIsInsertion()) {
      item.setInsertTextMode(InsertTextMode.AsIs);
    }
    item.setTextEdit(Either.forLeft(new TextEdit(range, text)));
    JsonObject data = new JsonObject();
    data.addProperty("language", document.languageId());
    data.addProperty("chance", Math.round(100 * suggestion.chance()) / 100.0);
    if (session.profile().resolvesDocumentation()) {
      item.setData(data);
    } else {
      document(item, text, data);
    }
    return item;
  }

  private void document(CompletionItem item, String text, JsonObject data) {
    String language = data.has("language") ? data.get("language").getAsString() : "";
    double chance = data.has("chance") ? data.get("chance").getAsDouble() : 0;
    String sure = String.format(Locale.ROOT, "Gloss, %.0f %% sure", chance * 100);
    if (session.profile().documentationIsMarkdown()) {
      String preview = Markdown.fenced(text, language) + "\n" + sure;
      item.setDocumentation(new MarkupContent(MarkupKind.MARKDOWN, preview));
    } else {
      item.setDocumentation(text + "\n\n" + sure);
    }
  }

  private static String label(String text) {
    String line = FirstLine.of(text);
    boolean more = line.length() > LONGEST_LABEL || text.strip().indexOf('\n') >= 0;
    int end = Math.min(line.length(), LONGEST_LABEL);
    if (end < line.length() && Character.isLowSurrogate(line.charAt(end))) {
      end--;
    }
    return line.substring(0, end) + (more ? "…" : "");
  }
}
