package dev.gloss.inference.checkpoint;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The card that comes with a model in Hugging Face layout: `README.md`, which begins with some
/// lines of YAML between dashes.
public final class ModelReadme {
  /// The name of its file.
  public static final String NAME = "README.md";

  private static final String BORDER = "---";
  private static final String LICENCE = "license:";
  private static final int MAX_LINES = 500;
  private static final int MAX_SHOWN = 80;

  private ModelReadme() {}

  /// The licence that the card states, null where it states none or cannot be read.
  public static @Nullable String licence(Path folder) {
    Path file = folder.resolve(NAME);
    if (!Files.isRegularFile(file)) {
      return null;
    }
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      String line = lines.readLine();
      if (line == null || !line.strip().equals(BORDER)) {
        return null;
      }
      for (int i = 0; i < MAX_LINES && (line = lines.readLine()) != null; i++) {
        if (line.strip().equals(BORDER)) {
          return null;
        }
        if (line.startsWith(LICENCE)) {
          return value(line.substring(LICENCE.length()));
        }
      }
      return null;
    } catch (IOException e) {
      return null; // A card is no part of the model.
    }
  }

  private static @Nullable String value(String text) {
    String bare = text.strip().replaceAll("^['\"]|['\"]$", "").replaceAll("\\p{Cntrl}", "");
    return bare.isEmpty() ? null : bare.substring(0, Math.min(bare.length(), MAX_SHOWN));
  }
}
