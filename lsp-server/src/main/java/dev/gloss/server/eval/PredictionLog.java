package dev.gloss.server.eval;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The predictions of an evaluation: those that an earlier run left, and those that this one makes.
public final class PredictionLog {
  private final Map<String, Prediction> known = new HashMap<>();
  private final Consumer<Prediction> sink;

  /// @param known what an earlier run over the same cases, asked in the same way, left
  /// @param sink gets each new prediction as it is made
  public PredictionLog(List<Prediction> known, Consumer<Prediction> sink) {
    known.forEach(prediction -> this.known.put(prediction.id(), prediction));
    this.sink = sink;
  }

  /// What is known of a case.
  ///
  /// @param isWhole whether a prediction has all that this evaluation wants of it
  /// @throws CaseFileException if it is not whole
  Optional<Prediction> find(String id, Predicate<Prediction> isWhole) {
    Prediction found = known.get(id);
    if (found != null && !isWhole.test(found)) {
      throw new CaseFileException(
          "case "
              + id
              + ": its line in the file of predictions is of another kind of evaluation; begin anew"
              + " without --resume");
    }
    return Optional.ofNullable(found);
  }

  /// Notes a new one.
  void add(Prediction prediction) {
    sink.accept(prediction);
  }
}
