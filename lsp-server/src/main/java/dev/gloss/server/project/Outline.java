package dev.gloss.server.project;

import dev.gloss.server.context.CodeOutline;
import dev.gloss.server.context.CodeRegion;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a file declares. Immutable; keeps nothing of the text.
///
/// @param packageName of a Java file; empty where there is none
/// @param declarations in the order in which they begin
/// @param cuts pieces of a Java file that others need not see; null in other languages and for what
///   is too much for a parser
public record Outline(
    String packageName, List<Declaration> declarations, @Nullable List<Cut> cuts) {

  /// Copies the lists.
  public Outline {
    declarations = List.copyOf(declarations);
    cuts = cuts == null ? null : List.copyOf(cuts);
  }

  /// A piece of a file, and for whom it stays.
  ///
  /// @param names whoever speaks of one of them sees it; none for nobody
  /// @param importing whether it is an import, which stays for what else stays in the file
  /// @param start where it begins
  /// @param end after its end
  record Cut(List<String> names, boolean importing, int start, int end) {}

  /// Looks through a text.
  ///
  /// @param languageId as LSP names languages
  public static Outline of(String text, String languageId) {
    Optional<Outline> java = languageId.equals("java") ? JavaOutline.of(text) : Optional.empty();
    return java.orElseGet(
        () ->
            new Outline(
                "",
                CodeOutline.of(text, languageId).functions().stream()
                    .map(Outline::function)
                    .toList(),
                null));
  }

  private static Declaration function(CodeRegion region) {
    String symbol = region.symbol() == null ? "" : region.symbol();
    int dot = symbol.lastIndexOf('.');
    return new Declaration(
        Declaration.Kind.FUNCTION,
        symbol.substring(dot + 1),
        dot < 0 ? "" : symbol.substring(0, dot),
        -1,
        region.start(),
        region.end());
  }
}
