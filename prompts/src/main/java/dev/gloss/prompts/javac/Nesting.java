package dev.gloss.prompts.javac;

/// How deep a text is nested, as it concerns a parser that calls itself for each bracket. Those in
/// strings and comments count as well: the answer is a guess on the safe side.
public final class Nesting {
  private Nesting() {}

  /// Whether more brackets are open somewhere than that. An angle bracket counts until its
  /// statement ends, since it may be a comparison.
  public static boolean isDeeper(String text, int limit) {
    int depth = 0;
    int angles = 0;
    for (int i = 0; i < text.length() && depth + angles <= limit; i++) {
      switch (text.charAt(i)) {
        case '(', '[' -> depth++;
        case '<' -> angles++;
        case '{' -> {
          depth++;
          angles = 0;
        }
        case ')', ']' -> depth = Math.max(0, depth - 1);
        case '}' -> {
          depth = Math.max(0, depth - 1);
          angles = 0;
        }
        case '>' -> angles = Math.max(0, angles - 1);
        case ';' -> angles = 0;
        default -> {}
      }
    }
    return depth + angles > limit;
  }
}
