package dev.gloss.server.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gloss.prompts.fim.FimForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What `gloss models calibrate` measured of each model of a person, the form in which it fills
/// holes best and how sure it is of what it writes: `calibrations.json` beside the settings. What
/// was measured holds for that very file; when the file changes it is forgotten.
public final class Measurements {
  private static final String NAME = "calibrations.json";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final Path file;

  /// @param folder that of [UserFolders#config()]; need not exist
  public Measurements(Path folder) {
    this.file = folder.resolve(NAME);
  }

  /// What was measured of a file.
  ///
  /// @param bytes its size then
  /// @param modified when it had been modified, in milliseconds
  /// @param form the best; null for one that a later version knows
  /// @param scale see [Measurement]; null in a file of an earlier version
  /// @param offset likewise
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Measured(
      long bytes,
      long modified,
      @Nullable FimForm form,
      @Nullable Double scale,
      @Nullable Double offset) {

    boolean isOf(Measured now) {
      return bytes == now.bytes && modified == now.modified;
    }

    /// What was measured in a form that is not known here says nothing.
    Measurement measurement() {
      return form == null
          ? Measurement.NONE
          : new Measurement(
              form,
              Objects.requireNonNullElse(scale, Measurement.NONE.scale()),
              Objects.requireNonNullElse(offset, Measurement.NONE.offset()));
    }
  }

  /// What was measured of a model.
  ///
  /// @param model a file, or a folder in Hugging Face layout
  /// @return [Measurement#NONE] where nobody measured, or the file is another one now
  public Measurement of(Path model) {
    try {
      Measured measured = read().get(key(model));
      return measured == null || !measured.isOf(now(model, Measurement.NONE))
          ? Measurement.NONE
          : measured.measurement();
    } catch (IOException e) {
      // The model does without.
      return Measurement.NONE;
    }
  }

  /// Remembers what was measured.
  ///
  /// @throws IOException if it cannot be written; the message names the file
  public void remember(Path model, Measurement measurement) throws IOException {
    Map<String, Measured> all = new TreeMap<>(read());
    all.put(key(model), now(model, measurement));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path fresh = file.resolveSibling(NAME + ".new");
      JSON.writeValue(fresh.toFile(), all);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new IOException(file + ": cannot be written: " + e, e);
    }
  }

  /// A file that cannot be read is as good as none: it can be measured again.
  private Map<String, Measured> read() {
    try {
      Map<String, Measured> read =
          Files.exists(file)
              ? JSON.readValue(file.toFile(), new TypeReference<Map<String, Measured>>() {})
              : Map.of();
      return read == null ? Map.of() : read;
    } catch (IOException e) {
      return Map.of();
    }
  }

  private static String key(Path model) throws IOException {
    return model.toRealPath().toString();
  }

  private static Measured now(Path model, Measurement measured) throws IOException {
    Path seen = Files.isDirectory(model) ? model.resolve("config.json") : model;
    return new Measured(
        Files.size(seen),
        Files.getLastModifiedTime(seen).toMillis(),
        measured.form(),
        measured.scale(),
        measured.offset());
  }
}
