package dev.gloss.server.workspace;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Something that can be found out about a version of a document, such as its outline. It is found
/// out when somebody first asks for it ([Document#analysis]), once for all who do, and kept as long
/// as that version. The object is its own key, so it belongs in a constant.
///
/// @param <T> what is found out; immutable, or safe for use by many threads
public final class Analysis<T> {
  private final Function<Document, T> find;
  private final @Nullable Following<T> following;

  /// Makes of what was found out about a version what is to be found out about a later one.
  ///
  /// @param <T> what is found out
  @FunctionalInterface
  public interface Following<T> {

    /// The same as if it were found out anew, for less.
    ///
    /// @param before what was found out about the earlier version
    /// @param change how the later one differs from it
    /// @param document the later one
    T follow(T before, Change change, Document document);
  }

  /// @param find may take its time and call [dev.gloss.server.work.Workers#poll()]; what it throws
  ///   is thrown to whoever asked, and the next one who asks begins anew
  public Analysis(Function<Document, T> find) {
    this.find = find;
    this.following = null;
  }

  /// @param find as above, for a version of whose predecessors nothing is known
  /// @param following for all others
  public Analysis(Function<Document, T> find, Following<T> following) {
    this.find = find;
    this.following = following;
  }

  boolean follows() {
    return following != null;
  }

  /// @param before null where nothing is known of a predecessor
  T find(Analyses.@Nullable Earlier<T> before, Document document) {
    return before == null || following == null
        ? find.apply(document)
        : following.follow(before.value(), before.change(), document);
  }
}
