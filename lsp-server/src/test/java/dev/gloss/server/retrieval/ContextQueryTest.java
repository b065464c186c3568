package dev.gloss.server.retrieval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.server.workspace.Document;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContextQueryTest {
  private static double weight(Map<String, Double> weights, String name) {
    return weights.getOrDefault(name, 0.0);
  }

  private static Map<String, Double> weights(String text, String at) {
    Document document = new Document("file:///w/A.java", "java", 1, text);
    return ContextQuery.around(document, text.indexOf(at), 5).identifiers();
  }

  @Test
  void whatStandsNearWeighsMore() {
    String text =
        IntStream.range(0, 100).mapToObj(i -> "name" + i + "\n").collect(Collectors.joining());
    Map<String, Double> weights = weights(text, "name50\n");
    assertEquals(1, weight(weights, "name50"));
    assertTrue(weight(weights, "name49") > weight(weights, "name40"));
    assertEquals(0.5, weight(weights, "name46"), 1e-9);
    assertTrue(weights.containsKey("name20") && weights.containsKey("name60"));
    assertFalse(weights.containsKey("name19") || weights.containsKey("name61"));
  }

  @Test
  void aLanguagesOwnWordsSayNothing() {
    assertEquals(Map.of("Total", 1.0, "sum", 1.0), weights("return new Total(this.sum);", "new"));
  }

  @Test
  void everyPlaceOfADocumentHasAQuery() {
    Document empty = new Document("untitled:1", "java", 1, "");
    assertEquals(Map.of(), ContextQuery.around(empty, 0, 5).identifiers());
    assertNotNull(ContextQuery.around(empty, 7, 5));
  }
}
