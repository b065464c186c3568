package dev.gloss.server.retrieval;

import dev.gloss.server.project.WorkspaceFiles;
import dev.gloss.server.workspace.Document;
import dev.gloss.server.workspace.LineIndex;
import dev.gloss.server.workspace.PromptAdmission;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// For which place code is looked for.
///
/// @param identifiers around the place, as they are spelled, with their weights in `(0, 1]`
/// @param file of the place, of which nothing is wanted; null where it has none
/// @param limit pieces at most
/// @param exclude files of which nothing is wanted either
public record ContextQuery(
    Map<String, Double> identifiers, @Nullable Path file, int limit, Predicate<Path> exclude) {
  private static final int LINES_BEFORE = 30;
  private static final int LINES_AFTER = 10;

  /// What stands so many lines away counts half.
  private static final double HALF_AWAY = 4;

  /// A line is read that far; a longer one was not typed.
  private static final int LONGEST_LINE = 1000;

  /// Copies the map.
  public ContextQuery {
    identifiers = Map.copyOf(identifiers);
  }

  /// For a place in a document: its identifiers are those of the 30 lines before it and the 10
  /// behind it; the nearer ones weigh more, those that a language has for itself nothing.
  ///
  /// @param offset of the place, in chars
  /// @param limit pieces at most
  public static ContextQuery around(Document document, int offset, int limit) {
    String text = document.text();
    LineIndex lines = document.lines();
    int at = lines.lineAt(Math.clamp(offset, 0, text.length()));
    Set<String> keywords = Keywords.of(document.languageId());
    Map<String, Double> weights = new LinkedHashMap<>();
    int last = Math.min(lines.count() - 1, at + LINES_AFTER);
    for (int line = Math.max(0, at - LINES_BEFORE); line <= last; line++) {
      double weight = Math.pow(2, -Math.abs(line - at) / HALF_AWAY);
      int start = lines.start(line);
      int end = line + 1 < lines.count() ? lines.start(line + 1) : text.length();
      Identifiers.in(
          text,
          start,
          Math.min(end, start + LONGEST_LINE),
          (from, to) -> {
            String name = text.substring(from, to);
            if (!keywords.contains(name)) {
              weights.merge(name, weight, Math::max);
            }
          });
    }
    return new ContextQuery(
        weights,
        PromptAdmission.path(document.uri()).map(WorkspaceFiles::real).orElse(null),
        limit,
        path -> false);
  }

  /// The same without some files.
  public ContextQuery excluding(Predicate<Path> files) {
    return new ContextQuery(identifiers, file, limit, exclude.or(files));
  }
}
