package dev.gloss.server.workspace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a person's own settings of Git lie.
///
/// @param folder the person's home
/// @param settings the folder in it that Git uses when it is there
record GitHome(Path folder, Path settings) {

  /// That of who runs this process; null where the environment does not say.
  static @Nullable GitHome of(Map<String, String> environment) {
    String home = environment.get("HOME");
    if (home == null || home.isEmpty()) {
      home = System.getProperty("user.home", "");
    }
    String configuration = environment.get("XDG_CONFIG_HOME");
    try {
      Path folder = Path.of(home).toAbsolutePath();
      Path parent =
          configuration == null || configuration.isEmpty()
              ? folder.resolve(".config")
              : Path.of(configuration).toAbsolutePath();
      return new GitHome(folder, parent.resolve("git"));
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /// The file of ignore rules for all repositories: what `core.excludesFile` says, or else where
  /// Git looks.
  Path excludes() {
    String named = named(folder.resolve(".gitconfig"));
    if (named == null) {
      named = named(settings.resolve("config"));
    }
    if (named == null || named.isEmpty()) {
      return settings.resolve("ignore");
    }
    try {
      return folder.resolve(named.startsWith("~/") ? named.substring(2) : named);
    } catch (InvalidPathException e) {
      return settings.resolve("ignore");
    }
  }

  private static @Nullable String named(Path config) {
    if (!Files.isRegularFile(config)) {
      return null;
    }
    try {
      return excludesFile(new String(Files.readAllBytes(config), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(config + " cannot be read: " + e.getMessage(), e);
    }
  }

  /// The last `excludesFile` of a section `[core]`; null where there is none.
  static @Nullable String excludesFile(String config) {
    String found = null;
    boolean core = false;
    for (String line : config.lines().map(String::strip).toList()) {
      if (line.startsWith("[")) {
        core = line.toLowerCase(Locale.ROOT).startsWith("[core]");
      }
      String rest = line.substring(line.startsWith("[") ? line.indexOf(']') + 1 : 0).strip();
      int equals = rest.indexOf('=');
      if (core
          && equals > 0
          && rest.substring(0, equals).strip().equalsIgnoreCase("excludesfile")) {
        found = rest.substring(equals + 1).strip().replace("\"", "");
      }
    }
    return found;
  }
}
