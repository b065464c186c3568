package dev.gloss.server.eval;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// What was predicted for a case, as a line of a file of predictions; what does not apply is null
/// and not in the file.
///
/// @param id the case
/// @param prediction the text for the hole, or the answer
/// @param shown whether an editor would be shown it
/// @param consistent whether it came as one thought and one answer
/// @param ms how long it took, in milliseconds
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Prediction(
    String id,
    String prediction,
    @Nullable Boolean shown,
    @Nullable Boolean consistent,
    @Nullable Double ms) {

  /// The text alone.
  static Prediction of(String id, String prediction) {
    return new Prediction(id, prediction, null, null, null);
  }
}
