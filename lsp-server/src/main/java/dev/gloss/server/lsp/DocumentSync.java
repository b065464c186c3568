package dev.gloss.server.lsp;

import dev.gloss.server.context.DocumentReading;
import dev.gloss.server.work.Urgency;
import dev.gloss.server.workspace.Document;
import dev.gloss.server.workspace.TextChange;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.MessageType;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;

/// Follows what the editor does to its documents, on the reading thread, so that each request finds
/// the version it means.
final class DocumentSync {
  /// Characters of a document in which one would notice that all of it is looked at.
  private static final int LARGE = 100_000;

  private final Session session;

  /// What the editor was told of already.
  private final Set<String> unknown = new HashSet<>();

  DocumentSync(Session session) {
    this.session = session;
  }

  void open(DidOpenTextDocumentParams params) {
    TextDocumentItem item = params.getTextDocument();
    Document document =
        new Document(item.getUri(), item.getLanguageId(), item.getVersion(), item.getText());
    session.documents().open(document);
    session.code().opened(document.uri());
    inTheBackground(
        "names " + document.uri(),
        () -> {
          session.symbols().lookAt(document);
          return true;
        });
    if (document.text().length() > LARGE) {
      // Secrets are looked for in all of it: before somebody types, not at the first key.
      inTheBackground("read " + document.uri(), () -> DocumentReading.covered(document));
    }
  }

  private void inTheBackground(String what, Supplier<?> work) {
    var unused = session.services().workers().submit(Urgency.BACKGROUND, what, work);
  }

  void change(DidChangeTextDocumentParams params) {
    VersionedTextDocumentIdentifier id = params.getTextDocument();
    int version = Optional.ofNullable(id.getVersion()).orElse(0);
    List<TextChange> changes =
        params.getContentChanges().stream().map(DocumentSync::change).toList();
    Optional<Document> changed =
        session.documents().change(id.getUri(), version, changes, session.profile().encoding());
    if (changed.isPresent()) {
      session.pace().key(id.getUri());
      session.code().edited(id.getUri());
      session.assistant().acceptance().changed(changed.get());
    } else if (unknown.add(id.getUri())) {
      session.log(MessageType.Warning, "didChange names " + id.getUri() + ", which is not open");
    }
  }

  void close(DidCloseTextDocumentParams params) {
    String uri = params.getTextDocument().getUri();
    session
        .documents()
        .close(uri)
        .ifPresent(
            closed -> {
              SuggestionRequests.keys(closed.uri()).forEach(session.latest()::cancel);
              session.desk().forget(closed.uri());
              session.code().opened(closed.uri());
              session.assistant().acceptance().closed(closed.uri());
            });
  }

  private static TextChange change(TextDocumentContentChangeEvent event) {
    Range range = event.getRange();
    return range == null
        ? TextChange.all(event.getText())
        : new TextChange(
            Positions.text(range.getStart()), Positions.text(range.getEnd()), event.getText());
  }
}
