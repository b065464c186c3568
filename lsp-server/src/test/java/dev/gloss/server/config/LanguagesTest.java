package dev.gloss.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LanguagesTest {
  private static final List<String> JAVA = List.of("java");
  private static final List<String> UNKNOWN = List.of();

  private static void check(
      boolean allowed, Map<String, Boolean> switches, String languageId, List<String> known) {
    assertEquals(allowed, new Languages(switches).allow(languageId, known), languageId);
  }

  @Test
  void aModelIsAskedInWhatItKnows() {
    check(true, Map.of(), "java", JAVA);
    check(false, Map.of(), "python", JAVA);
    check(true, Map.of(), "python", UNKNOWN);
    check(false, Map.of(), "git-commit", UNKNOWN);
  }

  @Test
  void aSwitchDecides() {
    check(true, Map.of("python", true), "python", JAVA);
    check(false, Map.of("java", false), "java", JAVA);
    check(true, Map.of("git-commit", true), "git-commit", UNKNOWN);
  }

  @Test
  void aStarStandsForTheOthers() {
    check(true, Map.of("*", true), "python", JAVA);
    check(false, Map.of("*", false), "java", JAVA);
    check(true, Map.of("*", false, "java", true), "java", JAVA);
    check(false, Map.of("*", true), "git-commit", UNKNOWN);
  }
}
