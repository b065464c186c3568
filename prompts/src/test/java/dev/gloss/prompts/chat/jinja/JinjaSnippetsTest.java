package dev.gloss.prompts.chat.jinja;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Compares with what Python's Jinja made of the same templates;
/// `src/test/python/jinja_snippets.py` writes the expected results.
class JinjaSnippetsTest {
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 3, 7, 14, 5, 9);

  @Test
  void everySnippetGivesWhatPythonGives() throws IOException {
    ObjectMapper json = new ObjectMapper();
    JsonNode document;
    try (InputStream in = JinjaSnippetsTest.class.getResourceAsStream("/jinja/snippets.json")) {
      document = json.readTree(Objects.requireNonNull(in));
    }
    Map<String, Object> variables =
        json.convertValue(document.get("variables"), new TypeReference<>() {});
    List<String> differences = new ArrayList<>();
    int cases = 0;
    for (JsonNode one : document.get("cases")) {
      String template = one.get("template").asText();
      String expected = one.has("fails") ? "an error" : one.get("rendered").asText();
      String found = outcome(template, variables);
      if (!found.equals(expected) && !(one.has("fails") && found.startsWith("an error"))) {
        differences.add(template + "\n  expected " + expected + "\n  found    " + found);
      }
      cases++;
    }
    assertTrue(cases > 250, "only " + cases + " cases");
    assertEquals("", String.join("\n", differences), differences.size() + " of " + cases);
  }

  private static String outcome(String template, Map<String, Object> variables) {
    try {
      return JinjaTemplate.parse(template, TemplateLimits.DEFAULT, () -> NOW)
          .render(Map.of(), variables)
          .text();
    } catch (TemplateException e) {
      assertTrue(e.line() > 0, () -> "no line in: " + e.getMessage());
      return "an error " + e.getMessage();
    }
  }
}
