package dev.gloss.server.workspace;

import java.util.function.Function;

/// Something that can be found out about a version of a document, such as its outline. It is found
/// out when somebody first asks for it ([Document#analysis]), once for all who do, and kept as long
/// as that version. The object is its own key, so it belongs in a constant.
///
/// @param <T> what is found out; immutable
public final class Analysis<T> {
  private final Function<Document, T> find;

  /// @param find may take its time and call [dev.gloss.server.work.Workers#poll()]; what it throws
  ///   is thrown to whoever asked, and the next one who asks begins anew
  public Analysis(Function<Document, T> find) {
    this.find = find;
  }

  T find(Document document) {
    return find.apply(document);
  }
}
