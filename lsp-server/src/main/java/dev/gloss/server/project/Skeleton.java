package dev.gloss.server.project;

import dev.gloss.server.project.Outline.Cut;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A Java file as far as it matters to whoever speaks of certain names: without method bodies, and
/// without the members and imports that have other names. What is left out is blank, so that every
/// place keeps its offset.
///
/// A compiler that resolves the names in one file enters with each file that it reads all files
/// that the signatures there speak of, and so on; cut down like this few are left.
public final class Skeleton {
  private Skeleton() {}

  /// The text for a reader.
  ///
  /// @param outline of the same text
  /// @param names of which the reader speaks
  public static String of(String text, Outline outline, Set<String> names) {
    List<Cut> cuts = outline.cuts();
    if (cuts == null) {
      return text;
    }
    char[] left = text.toCharArray();
    cuts.stream()
        .filter(cut -> !cut.importing() && cut.names().stream().noneMatch(names::contains))
        .forEach(cut -> blank(left, cut));
    Set<String> spoken = names(new String(left), cuts);
    cuts.stream()
        .filter(cut -> cut.importing() && cut.names().stream().noneMatch(spoken::contains))
        .forEach(cut -> blank(left, cut));
    return new String(left);
  }

  /// All names in a Java text, with those in comments and strings.
  public static Set<String> names(String text) {
    return names(text, List.of());
  }

  /// @param cuts of which imports do not count
  private static Set<String> names(String text, List<Cut> cuts) {
    int from = cuts.stream().filter(Cut::importing).mapToInt(Cut::end).max().orElse(0);
    Set<String> names = new HashSet<>();
    for (int i = from; i < text.length(); i++) {
      if (Character.isJavaIdentifierStart(text.charAt(i))) {
        int end = i + 1;
        while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
          end++;
        }
        names.add(text.substring(i, end));
        i = end;
      }
    }
    return names;
  }

  private static void blank(char[] text, Cut cut) {
    for (int i = cut.start(); i < cut.end(); i++) {
      if (text[i] != '\n' && text[i] != '\r') {
        text[i] = ' ';
      }
    }
  }
}
