package dev.gloss.server.config;

import dev.gloss.prompts.fim.FimForm;
import org.jspecify.annotations.Nullable;

/// What was measured of a model.
///
/// @param form the form of a prompt in which it fills holes best; null where nobody measured
/// @param scale by which log-odds that a text of it is kept are multiplied to be true
/// @param offset what is added to them then
public record Measurement(@Nullable FimForm form, double scale, double offset) {
  /// Nobody measured.
  public static final Measurement NONE = new Measurement(null, 1, 0);
}
