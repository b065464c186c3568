package dev.gloss.server.lsp;

import dev.gloss.server.assist.CompletionQuery;
import dev.gloss.server.workspace.Document;
import dev.gloss.server.workspace.TextChange;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.InlineCompletionItem;
import org.eclipse.lsp4j.InlineCompletionList;
import org.eclipse.lsp4j.InlineCompletionParams;
import org.eclipse.lsp4j.InlineCompletionTriggerKind;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.SelectedCompletionInfo;
import org.jspecify.annotations.Nullable;

/// `textDocument/inlineCompletion`: ghost text.
///
/// When an item of the editor's own list is selected, the text goes on after that item, as the
/// protocol asks.
final class InlineCompletionHandler {
  private final Session session;
  private final SuggestionRequests requests;

  InlineCompletionHandler(Session session) {
    this.session = session;
    this.requests = SuggestionRequests.inline(session);
  }

  CompletableFuture<@Nullable InlineCompletionList> handle(InlineCompletionParams params) {
    Optional<Document> open = session.documents().find(params.getTextDocument().getUri());
    if (open.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    Document document = open.get();
    Place place = place(document, params);
    boolean explicit = params.getContext().getTriggerKind() == InlineCompletionTriggerKind.Invoked;
    CompletionQuery query =
        new CompletionQuery(place.document(), place.cursor(), explicit)
            .with(session.code().others());
    return requests.ask(
        document,
        query,
        suggestions ->
            new InlineCompletionList(
                suggestions.stream()
                    .map(each -> item(place, place.typed() + each.text()))
                    .toList()),
        () -> new InlineCompletionList(List.of()));
  }

  /// @param document the selected item written into it
  /// @param cursor offset in that
  /// @param replaced what an item replaces in the document as it is open
  /// @param typed what stands in the document from the start of that range to the cursor
  private record Place(Document document, int cursor, Range replaced, String typed) {}

  private Place place(Document document, InlineCompletionParams params) {
    Positions positions = new Positions(document, session.profile().encoding());
    String text = document.text();
    int cursor = positions.offset(params.getPosition());
    SelectedCompletionInfo selected = params.getContext().getSelectedCompletionInfo();
    if (selected != null) {
      int from = positions.offset(selected.getRange().getStart());
      int to = positions.offset(selected.getRange().getEnd());
      if (from <= to) {
        String written = selected.getText();
        TextChange insertion =
            new TextChange(
                Positions.text(selected.getRange().getStart()),
                Positions.text(selected.getRange().getEnd()),
                written);
        Document with =
            document.changed(document.version(), List.of(insertion), session.profile().encoding());
        return new Place(with, from + written.length(), selected.getRange(), written);
      }
    }
    int start = TypedWord.start(text, cursor);
    return new Place(
        document, cursor, positions.range(start, cursor), text.substring(start, cursor));
  }

  private static InlineCompletionItem item(Place place, String insertText) {
    InlineCompletionItem item = new InlineCompletionItem();
    item.setInsertText(insertText);
    item.setFilterText(insertText);
    item.setRange(place.replaced());
    return item;
  }
}
