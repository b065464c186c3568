package dev.gloss.server.retrieval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RankerTest {
  private static final Path FILE = Path.of("/w/src/p/GetDataBuilderImpl.java");

  private static Piece piece(String path, double score, int chars) {
    return new Piece(Path.of(path), path.substring(3), 1, 20, "x".repeat(chars), score, "similar");
  }

  private static Ranker ranker(double bias, double similarity, double name, double least) {
    return new Ranker(
        new Ranker.Weights(
            "by hand",
            bias,
            Map.of(
                "similarity",
                similarity,
                "same_folder",
                0.0,
                "distance",
                0.0,
                "name",
                name,
                "length",
                0.0),
            least));
  }

  @Test
  void featuresAreThoseOfThePieceAndThePlace() {
    Piece beside = piece("/w/src/p/GetConfigBuilder.java", 0.4, 500);
    Piece away = piece("/w/test/q/r/Other.java", 0.2, 1000);
    assertEquals(0.4, PieceFeature.SIMILARITY.of(beside, FILE));
    assertEquals(1, PieceFeature.SAME_FOLDER.of(beside, FILE));
    assertEquals(0, PieceFeature.SAME_FOLDER.of(away, FILE));
    assertEquals(0, PieceFeature.DISTANCE.of(beside, FILE));
    assertEquals(Math.log(6), PieceFeature.DISTANCE.of(away, FILE), 1e-12);
    // get, data, builder, impl and get, config, builder.
    assertEquals(0.4, PieceFeature.NAME.of(beside, FILE), 1e-12);
    assertEquals(0, PieceFeature.NAME.of(away, FILE));
    assertEquals(0.5, PieceFeature.LENGTH.of(beside, FILE));
    for (PieceFeature feature : PieceFeature.values()) {
      assertTrue(Double.isFinite(feature.of(away, null)), feature.label());
    }
  }

  @Test
  void whatBringsMostComesFirstAndWhatBringsNothingIsLeftOut() {
    Piece alike = piece("/w/src/p/One.java", 0.5, 100);
    Piece named = piece("/w/src/p/SetDataBuilderImpl.java", 0.3, 100);
    Piece neither = piece("/w/src/p/Two.java", 0.1, 100);
    List<Piece> ranked = ranker(-0.2, 1, 1, 0.05).rank(List.of(neither, alike, named), FILE);
    assertEquals(
        List.of("src/p/SetDataBuilderImpl.java", "src/p/One.java"),
        ranked.stream().map(Piece::name).toList());
    assertEquals(0.3, ranked.getLast().score(), 1e-12);
  }

  @Test
  void equalOnesHaveAnOrder() {
    Piece one = piece("/w/src/p/One.java", 0.5, 100);
    Piece two = piece("/w/src/p/Two.java", 0.5, 100);
    Ranker ranker = ranker(0, 1, 0, 0);
    assertEquals(ranker.rank(List.of(one, two), FILE), ranker.rank(List.of(two, one), FILE));
  }

  @Test
  void aMissingWeightIsNamed() {
    Ranker.Weights weights = new Ranker.Weights("by hand", 0, Map.of("similarity", 1.0), 0);
    String message =
        assertThrows(IllegalArgumentException.class, () -> new Ranker(weights)).getMessage();
    assertEquals("there is no weight of 'same_folder'", message);
  }

  @Test
  void theFittedOneWantsWhatIsAlike() {
    Piece alike = piece("/w/src/p/SetDataBuilderImpl.java", 0.6, 700);
    Piece strange = piece("/w/other/q/Unlike.java", 0.05, 700);
    assertEquals(List.of(alike.name()), names(Ranker.get().rank(List.of(strange, alike), FILE)));
  }

  private static List<String> names(List<Piece> pieces) {
    return pieces.stream().map(Piece::name).toList();
  }
}
