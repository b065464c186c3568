package dev.gloss.server.workspace;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The open documents of one editor, found by any spelling of their URIs. Safe for use by many
/// threads; changes of one document must come from one thread, in order.
public final class Documents {
  private final ConcurrentHashMap<String, Document> open = new ConcurrentHashMap<>();

  /// A document was opened, or opened again.
  public void open(Document document) {
    open.put(UriKey.of(document.uri()), document);
  }

  /// A document was edited.
  ///
  /// @return the new version; empty when it was never opened
  public Optional<Document> change(
      String uri, int version, List<TextChange> changes, PositionEncoding encoding) {
    return Optional.ofNullable(
        open.computeIfPresent(
            UriKey.of(uri), (key, old) -> old.changed(version, changes, encoding)));
  }

  /// A document was closed.
  ///
  /// @return its last version; empty when it was not open
  public Optional<Document> close(String uri) {
    return Optional.ofNullable(open.remove(UriKey.of(uri)));
  }

  /// The newest version; empty when it is not open.
  public Optional<Document> find(@Nullable String uri) {
    return uri == null ? Optional.empty() : Optional.ofNullable(open.get(UriKey.of(uri)));
  }
}
