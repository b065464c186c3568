package dev.gloss.server.retrieval;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;
import org.jspecify.annotations.Nullable;

/// What is seen of a piece, from which it is told how much it brings. Where the place has no file,
/// nothing is known of where the piece lies.
public enum PieceFeature {
  /// How much it has in common with the place ([Piece#score()]).
  SIMILARITY((piece, file) -> piece.score()),

  /// Whether its file lies beside the place's.
  SAME_FOLDER((piece, file) -> file != null && distance(piece.path(), file) == 0 ? 1 : 0),

  /// Folders up and down from the place's file to its own, as a logarithm: `ln (1 + n)`.
  DISTANCE((piece, file) -> file == null ? 0 : Math.log1p(distance(piece.path(), file))),

  /// What share of the words in the names of both files they have in common.
  NAME((piece, file) -> file == null ? 0 : likeness(words(piece.path()), words(file))),

  /// Its length, in 1,000 chars.
  LENGTH((piece, file) -> piece.text().length() / 1000.0);

  private final ToDoubleBiFunction<Piece, @Nullable Path> value;

  PieceFeature(ToDoubleBiFunction<Piece, @Nullable Path> value) {
    this.value = value;
  }

  /// What it is of a piece.
  ///
  /// @param file of the place; null where it has none
  public double of(Piece piece, @Nullable Path file) {
    return value.applyAsDouble(piece, file);
  }

  /// As it stands in files.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static int distance(Path one, Path other) {
    int common = 0;
    int least = Math.min(one.getNameCount(), other.getNameCount()) - 1;
    while (common < least && one.getName(common).equals(other.getName(common))) {
      common++;
    }
    return one.getNameCount() + other.getNameCount() - 2 - 2 * common;
  }

  private static double likeness(Set<String> one, Set<String> other) {
    Set<String> all = new HashSet<>(one);
    all.addAll(other);
    Set<String> both = new HashSet<>(one);
    both.retainAll(other);
    return all.isEmpty() ? 0 : (double) both.size() / all.size();
  }

  /// Those of a file's name without its ending.
  private static Set<String> words(Path path) {
    String name = String.valueOf(path.getFileName());
    int point = name.lastIndexOf('.');
    String stem = point > 0 ? name.substring(0, point) : name;
    Set<String> words = new HashSet<>();
    Identifiers.words(
        stem, (from, to) -> words.add(stem.substring(from, to).toLowerCase(Locale.ROOT)));
    if (words.isEmpty()) {
      words.add(stem.toLowerCase(Locale.ROOT));
    }
    return words;
  }
}
