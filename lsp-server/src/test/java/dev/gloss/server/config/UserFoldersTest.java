package dev.gloss.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserFoldersTest {
  private static final Path HOME = Path.of("/home/ada");

  private static void check(
      String config, String models, String system, Map<String, String> environment) {
    UserFolders folders = UserFolders.of(environment, system, HOME);
    assertEquals(Path.of(config), folders.config());
    assertEquals(Path.of(models), folders.models());
  }

  @Test
  void linuxHasXdg() {
    check("/home/ada/.config/gloss", "/home/ada/.local/share/gloss/models", "Linux", Map.of());
    check(
        "/c/gloss",
        "/d/gloss/models",
        "Linux",
        Map.of("XDG_CONFIG_HOME", "/c", "XDG_DATA_HOME", "/d"));
    check(
        "/home/ada/.config/gloss",
        "/home/ada/.local/share/gloss/models",
        "Linux",
        Map.of("XDG_CONFIG_HOME", "relative", "XDG_DATA_HOME", ""));
  }

  @Test
  void macosAndWindowsHaveTheirOwn() {
    check(
        "/home/ada/Library/Application Support/gloss",
        "/home/ada/Library/Application Support/gloss/models",
        "Mac OS X",
        Map.of());
    check(
        "/roaming/gloss",
        "/local/gloss/models",
        "Windows 11",
        Map.of("APPDATA", "/roaming", "LOCALAPPDATA", "/local"));
    check(
        "/home/ada/AppData/Roaming/gloss",
        "/home/ada/AppData/Local/gloss/models",
        "Windows 11",
        Map.of());
  }

  @Test
  void whatCanBeMadeAnewLiesInCaches() {
    checkPacked("/home/ada/.cache/gloss/packed", "Linux", Map.of());
    checkPacked("/k/gloss/packed", "Linux", Map.of("XDG_CACHE_HOME", "/k"));
    checkPacked("/home/ada/Library/Caches/gloss/packed", "Mac OS X", Map.of());
    checkPacked("/local/gloss/cache/packed", "Windows 11", Map.of("LOCALAPPDATA", "/local"));
  }

  private static void checkPacked(String packed, String system, Map<String, String> environment) {
    assertEquals(Path.of(packed), UserFolders.of(environment, system, HOME).packed());
  }

  @Test
  void theModelsMayLieElsewhere() {
    check("/home/ada/.config/gloss", "/big/disk", "Linux", Map.of("GLOSS_MODELS", "/big/disk"));
  }

  private static void checkCache(String cache, String system, Map<String, String> environment) {
    assertEquals(Path.of(cache), UserFolders.of(environment, system, HOME).cache());
  }

  @Test
  void whatCanBeMadeAgainLiesInTheCache() {
    checkCache("/home/ada/.cache/gloss", "Linux", Map.of());
    checkCache("/x/gloss", "Linux", Map.of("XDG_CACHE_HOME", "/x"));
    checkCache("/home/ada/.cache/gloss", "Linux", Map.of("XDG_CACHE_HOME", "relative"));
    checkCache("/home/ada/Library/Caches/gloss", "Mac OS X", Map.of());
    checkCache("/local/gloss/cache", "Windows 11", Map.of("LOCALAPPDATA", "/local"));
  }
}
