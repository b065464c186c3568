package dev.gloss.server.workspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitHomeTest {
  @TempDir Path folder;

  private boolean ignores(String file) {
    GitHome home = new GitHome(folder, folder.resolve(".config/git"));
    IgnoreRules rules = new IgnoreRules(IgnoreRules.Kind.GIT, home);
    return rules.ignores(folder.resolve("work").resolve(file), folder.resolve("work"));
  }

  @Test
  void aPersonsOwnRulesCountLast() throws IOException {
    Files.createDirectories(folder.resolve("work/.git"));
    Files.createDirectories(folder.resolve(".config/git"));
    assertFalse(ignores("a.local"));
    Files.writeString(folder.resolve(".config/git/ignore"), "*.local\n");
    Files.writeString(folder.resolve("work/.gitignore"), "!b.local\n");
    assertTrue(ignores("a.local"));
    assertFalse(ignores("b.local"));
    Files.writeString(folder.resolve("mine"), "*.mine\n");
    Files.writeString(
        folder.resolve(".gitconfig"), "[user]\n\tname = x\n[core]\n\texcludesFile = ~/mine\n");
    assertTrue(ignores("a.mine"));
    assertFalse(ignores("a.local"));
  }

  @Test
  void theSettingIsThatOfTheCore() {
    assertEquals("b", GitHome.excludesFile("[core]\nexcludesfile=a\n[Core] EXCLUDESFILE = \"b\""));
    assertEquals(null, GitHome.excludesFile("[core \"x\"]\nexcludesfile = a\n[other]\nx = y\n[\n"));
  }
}
