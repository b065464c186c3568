package dev.gloss.server.eval;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// What comes of an evaluation, one record a case: what an earlier run left, and what this one
/// finds.
///
/// @param <T> a record
public final class RunLog<T> {
  private final Map<String, T> known = new HashMap<>();
  private final Consumer<T> sink;

  /// @param known what an earlier run over the same cases, asked in the same way, left
  /// @param id names the case of a record
  /// @param sink gets each new record as it is made
  public RunLog(List<T> known, Function<T, String> id, Consumer<T> sink) {
    known.forEach(record -> this.known.put(id.apply(record), record));
    this.sink = sink;
  }

  /// What is known of a case.
  public Optional<T> find(String id) {
    return Optional.ofNullable(known.get(id));
  }

  /// What is known of a case.
  ///
  /// @param isWhole whether a record has all that this evaluation wants of it
  /// @throws CaseFileException if it is not whole
  Optional<T> find(String id, Predicate<T> isWhole) {
    Optional<T> found = find(id);
    if (found.isPresent() && !isWhole.test(found.get())) {
      throw new CaseFileException(
          "case "
              + id
              + ": its line in the file of predictions is of another kind of evaluation; begin anew"
              + " without --resume");
    }
    return found;
  }

  /// Notes a new one.
  public void add(T record) {
    sink.accept(record);
  }
}
