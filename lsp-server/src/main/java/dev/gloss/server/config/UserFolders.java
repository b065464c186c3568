package dev.gloss.server.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a person's files lie, by the customs of the system: the XDG folders on Linux (and wherever
/// their variables are set), `Library/Application Support` and `Library/Caches` on macOS, `AppData`
/// on Windows.
///
/// @param config folder of `gloss.json`
/// @param models folder of the models that were pulled; `GLOSS_MODELS` names another one
/// @param cache folder of what is made anew when it is missing
public record UserFolders(Path config, Path models, Path cache) {

  /// The folder of packed weights.
  public Path packed() {
    return cache.resolve("packed");
  }

  /// The folders of whoever runs this process.
  public static UserFolders ofThisProcess() {
    return of(
        System.getenv(),
        System.getProperty("os.name", ""),
        Path.of(System.getProperty("user.home", "")));
  }

  /// The folders in given surroundings; nothing is looked at or made.
  ///
  /// @param environment variables of the process
  /// @param system the system's name, as the property `os.name` has it
  /// @param home the person's home folder
  public static UserFolders of(Map<String, String> environment, String system, Path home) {
    String os = system.toLowerCase(Locale.ROOT);
    Path config;
    Path data;
    Path caches;
    String inCaches = "gloss";
    if (os.startsWith("windows")) {
      config = folder(environment.get("APPDATA"), home.resolve("AppData/Roaming"));
      data = folder(environment.get("LOCALAPPDATA"), home.resolve("AppData/Local"));
      caches = data;
      inCaches = "gloss/cache";
    } else if (os.startsWith("mac")) {
      config = home.resolve("Library/Application Support");
      data = config;
      caches = home.resolve("Library/Caches");
    } else {
      config = home.resolve(".config");
      data = home.resolve(".local/share");
      caches = home.resolve(".cache");
    }
    config = folder(environment.get("XDG_CONFIG_HOME"), config).resolve("gloss");
    data = folder(environment.get("XDG_DATA_HOME"), data).resolve("gloss");
    return new UserFolders(
        config,
        folder(environment.get("GLOSS_MODELS"), data.resolve("models")).toAbsolutePath(),
        folder(environment.get("XDG_CACHE_HOME"), caches).resolve(inCaches).toAbsolutePath());
  }

  /// XDG's rule for its variables, kept for all of them: one that is empty or relative is passed
  /// over.
  private static Path folder(@Nullable String value, Path otherwise) {
    if (value == null || value.isBlank()) {
      return otherwise;
    }
    try {
      Path path = Path.of(value);
      return path.isAbsolute() ? path : otherwise;
    } catch (InvalidPathException e) {
      return otherwise;
    }
  }
}
