package dev.gloss.server.workspace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExcludedPathsTest {
  private static void check(boolean excluded, String file, String... patterns) {
    assertEquals(
        excluded,
        new ExcludedPaths(List.of(patterns)).contain(Path.of(file), List.of(Path.of("/w"))));
  }

  @Test
  void patternsAreThoseOfGitignore() {
    check(true, "/w/a/gen/B.java", "gen/");
    check(false, "/w/a/gen", "gen/");
    check(true, "/w/a/B.pb.go", "*.pb.go");
    check(true, "/w/third/x/B.java", "/third");
    check(false, "/w/a/third/B.java", "/third");
    check(false, "/w/a/Keep.java", "*.java", "!Keep.java");
    check(true, "/w/ä/B.java", "ä/**");
    check(false, "/v/gen/B.java", "gen/");
    check(false, "/w/a/B.java");
  }
}
