package dev.gloss.server.workspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The expected values are those of `git check-ignore --no-index`, Git 2.39.
class IgnoreFileTest {
  @TempDir Path folder;

  static Stream<JsonNode> cases() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(IgnoreFileTest.class.getResourceAsStream("gitignore-cases.json"))) {
      return StreamSupport.stream(new ObjectMapper().readTree(in).spliterator(), false);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void rulesMeanWhatGitSays(JsonNode testCase) throws IOException {
    StringBuilder rules = new StringBuilder();
    testCase.get("rules").forEach(rule -> rules.append(rule.asText()).append('\n'));
    Files.createDirectory(folder.resolve(".git"));
    Files.writeString(folder.resolve(".gitignore"), rules);
    IgnoreRules ignore = new IgnoreRules(IgnoreRules.Kind.GIT);
    testCase
        .get("ignored")
        .properties()
        .forEach(
            entry ->
                assertEquals(
                    entry.getValue().asBoolean(),
                    ignore.ignores(folder.resolve(entry.getKey()), null),
                    rules + " → " + entry.getKey()));
  }

  @Test
  void aHostilePatternCostsNoTime() {
    String lines = "*a".repeat(200) + "b\n" + "**/x".repeat(200) + "/y\n";
    IgnoreFile rules = IgnoreFile.parse(lines + "[a-" + "z[:alpha:]".repeat(2000) + "]*b");
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          assertFalse(rules.verdict("a".repeat(5000), false).isPresent());
          assertFalse(rules.verdict("x/".repeat(2000) + "x", false).isPresent());
        });
  }
}
