package dev.gloss.server.retrieval;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Tells how much pieces bring to the text that a model is to write, by how much likelier the right
/// text becomes, in nats: a weighted sum of what is seen of them ([PieceFeature]). Its weights are
/// a resource that can be read, fitted by `docs/measure/context.py`. Immutable.
public final class Ranker {
  private static final Ranker FITTED = fitted();

  private final double bias;
  private final double least;
  private final Map<PieceFeature, Double> weights;

  /// What its file has.
  ///
  /// @param fitted where the weights are from, for a reader
  /// @param bias of the sum
  /// @param weights by feature
  /// @param least that a piece has to bring
  record Weights(String fitted, double bias, Map<String, Double> weights, double least) {}

  /// @throws IllegalArgumentException if a feature has no weight
  Ranker(Weights from) {
    bias = from.bias();
    least = from.least();
    weights = new EnumMap<>(PieceFeature.class);
    for (PieceFeature feature : PieceFeature.values()) {
      Double weight = from.weights().get(feature.label());
      if (weight == null) {
        throw new IllegalArgumentException("there is no weight of '" + feature.label() + "'");
      }
      weights.put(feature, weight);
    }
  }

  /// The one that was fitted.
  public static Ranker get() {
    return FITTED;
  }

  private static Ranker fitted() {
    try (InputStream in = Ranker.class.getResourceAsStream("ranker.json")) {
      return new Ranker(
          JsonMapper.builder().build().readValue(Objects.requireNonNull(in), Weights.class));
    } catch (IOException e) {
      throw new UncheckedIOException("ranker.json", e);
    }
  }

  /// Those that bring something, the best first; the score of each is what it brings.
  ///
  /// @param file of the place; null where it has none
  public List<Piece> rank(List<Piece> pieces, @Nullable Path file) {
    return pieces.stream()
        .map(piece -> piece.withScore(gain(piece, file)))
        .filter(piece -> piece.score() >= least)
        .sorted(Comparator.comparingDouble(Piece::score).reversed().thenComparing(Piece::name))
        .toList();
  }

  private double gain(Piece piece, @Nullable Path file) {
    double sum = bias;
    for (Map.Entry<PieceFeature, Double> weight : weights.entrySet()) {
      sum += weight.getValue() * weight.getKey().of(piece, file);
    }
    return sum;
  }
}
