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
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// In which form each model of a person fills holes best, as `gloss models calibrate` measured it:
/// `calibrations.json` beside the settings. What was measured holds for that very file; when the
/// file changes it is forgotten.
public final class MeasuredForms {
  private static final String NAME = "calibrations.json";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final Path file;

  /// @param folder that of [UserFolders#config()]; need not exist
  public MeasuredForms(Path folder) {
    this.file = folder.resolve(NAME);
  }

  /// What was measured of a file.
  ///
  /// @param bytes its size then
  /// @param modified when it had been modified, in milliseconds
  /// @param form the best; null for one that a later version knows
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Measured(long bytes, long modified, @Nullable FimForm form) {}

  /// The form that was measured to be the best.
  ///
  /// @param model a file, or a folder in Hugging Face layout
  /// @return empty where nobody measured, or the file is another one now
  public Optional<FimForm> best(Path model) {
    try {
      Measured measured = read().get(key(model));
      return measured == null || !measured.equals(now(model, measured.form()))
          ? Optional.empty()
          : Optional.ofNullable(measured.form());
    } catch (IOException e) {
      // The model does without.
      return Optional.empty();
    }
  }

  /// Remembers the form.
  ///
  /// @throws IOException if it cannot be written; the message names the file
  public void remember(Path model, FimForm form) throws IOException {
    Map<String, Measured> all = new TreeMap<>(read());
    all.put(key(model), now(model, form));
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

  private static Measured now(Path model, @Nullable FimForm form) throws IOException {
    Path seen = Files.isDirectory(model) ? model.resolve("config.json") : model;
    return new Measured(Files.size(seen), Files.getLastModifiedTime(seen).toMillis(), form);
  }
}
