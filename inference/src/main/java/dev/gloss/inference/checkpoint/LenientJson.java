package dev.gloss.inference.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gloss.inference.ModelException;
import java.io.IOException;
import java.nio.file.Path;

/// JSON files of which a few members are looked at, as Python's `json` writes them: with numbers of
/// any size, `NaN` and `Infinity`.
public final class LenientJson {
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNumberLength(1 << 20).build())
                  .build())
          .build();

  private LenientJson() {}

  /// Reads such JSON wherever it lies.
  public static JsonMapper mapper() {
    return JSON;
  }

  /// Reads a file.
  ///
  /// @throws ModelException if it cannot be read, or is no JSON
  public static JsonNode read(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new ModelException(file + ": expected JSON: " + reason, e);
    }
  }
}
