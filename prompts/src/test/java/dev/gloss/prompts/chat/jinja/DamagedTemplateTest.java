package dev.gloss.prompts.chat.jinja;

import static org.junit.jupiter.api.Assertions.assertFalse;

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
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Templates with cut, doubled, mixed and foreign parts: they render or are refused in words, and
/// the interpreter itself never trips.
class DamagedTemplateTest {
  private static final int ROUNDS = 6000;
  private static final TemplateLimits LIMITS = new TemplateLimits(50_000, 100_000, 10_000, 50);

  @Test
  void damageIsRefusedInWords() throws IOException {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    JsonNode document;
    ObjectMapper json = new ObjectMapper();
    try (InputStream in = DamagedTemplateTest.class.getResourceAsStream("/jinja/snippets.json")) {
      document = json.readTree(Objects.requireNonNull(in));
    }
    List<String> templates = new ArrayList<>();
    document.get("cases").forEach(one -> templates.add(one.get("template").asText()));
    Map<String, Object> variables =
        json.convertValue(document.get("variables"), new TypeReference<>() {});
    for (int round = 0; round < ROUNDS; round++) {
      String template = damaged(templates, random);
      try {
        var unused =
            JinjaTemplate.parse(template, LIMITS, LocalDateTime::now).render(Map.of(), variables);
      } catch (TemplateException e) {
        assertFalse(
            String.valueOf(e.getMessage()).contains("cannot be interpreted"),
            () -> "-Dseed=" + seed + "\n" + template + "\n" + e.getMessage());
      }
    }
  }

  private static String damaged(List<String> templates, Random random) {
    String text = templates.get(random.nextInt(templates.size()));
    for (int i = random.nextInt(4); i >= 0; i--) {
      String other = templates.get(random.nextInt(templates.size()));
      int from = random.nextInt(text.length() + 1);
      int to = Math.min(text.length(), from + random.nextInt(6));
      int otherFrom = random.nextInt(other.length() + 1);
      int otherTo = Math.min(other.length(), otherFrom + random.nextInt(12));
      text = text.substring(0, from) + other.substring(otherFrom, otherTo) + text.substring(to);
    }
    return text;
  }
}
