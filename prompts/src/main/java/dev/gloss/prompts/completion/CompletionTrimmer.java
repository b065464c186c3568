package dev.gloss.prompts.completion;

import java.util.List;

/// Makes of what a model wrote at a place the text that may be shown there: one unit (a line or a
/// block), nothing that stands after the cursor anyway, no white space at its end, and nothing that
/// leaves the document with more syntax errors than it had.
///
/// Made once for a request; safe for use by several threads.
public final class CompletionTrimmer {
  /// Lines of a block that are written at most, where a caller has no other wish.
  public static final int DEFAULT_MAX_LINES = 24;

  /// In a document with errors all over, as while a file is being rewritten or when only a part of
  /// it is known, the parser's count says little: one error more in so many is let pass.
  private static final int ERRORS_THAT_HIDE_ONE = 8;

  /// Ways in which one line may go on below: as it stands, with its brackets closed, as a
  /// statement, with an operand still to come.
  private static final List<String> CONTINUATIONS = List.of("%s", "%s;", "x%s", "x%s;");

  private final CompletionSite site;
  private final CompletionMode mode;
  private final Syntax syntax;
  private final UnitEnd unitEnd;

  /// A trimmer with [#DEFAULT_MAX_LINES].
  public CompletionTrimmer(CompletionSite site, CompletionMode mode, Syntax syntax) {
    this(site, mode, syntax, DEFAULT_MAX_LINES);
  }

  /// @param site where the text was written
  /// @param mode how much of it is wanted
  /// @param syntax of the document's language
  /// @param maxLines lines of a block, at least 1
  public CompletionTrimmer(CompletionSite site, CompletionMode mode, Syntax syntax, int maxLines) {
    this.site = site;
    this.mode = mode;
    this.syntax = syntax;
    this.unitEnd = new UnitEnd(site, mode, syntax.lexicon(), maxLines);
  }

  /// A fresh condition for stopping the generation early.
  public StopCondition stopCondition() {
    return new StopCondition(unitEnd);
  }

  /// The completion: empty when nothing of what was written is worth showing.
  ///
  /// @param generated all that was written, or what [StopCondition#text()] kept of it
  public String trim(String generated) {
    String shaped = shape(generated);
    return shaped.isBlank() ? "" : parsing(shaped);
  }

  /// What [#trim] does without the look at the document's syntax.
  public String shape(String generated) {
    String text = withoutDoubledBlank(generated);
    text = text.substring(0, unitEnd.cut(text, true).end());
    String lineSuffix = site.lineSuffix();
    if (mode == CompletionMode.LINE) {
      text = text.substring(0, SuffixOverlap.start(text, lineSuffix, unitEnd.scan()));
    }
    boolean joinsWord =
        !lineSuffix.isEmpty() && Character.isJavaIdentifierPart(lineSuffix.charAt(0));
    return joinsWord ? text : text.stripTrailing();
  }

  /// Within a line a blank typed before the cursor is not written once more.
  private String withoutDoubledBlank(String generated) {
    String linePrefix = site.linePrefix();
    boolean afterBlank =
        !linePrefix.isBlank() && Character.isWhitespace(linePrefix.charAt(linePrefix.length() - 1));
    int from = 0;
    while (afterBlank && from < generated.length() && generated.charAt(from) == ' ') {
      from++;
    }
    return generated.substring(from);
  }

  /// The text without as many of its last lines as it takes for the document to parse as well as
  /// before.
  private String parsing(String text) {
    int before = syntax.errors(site.with(""));
    before += before / ERRORS_THAT_HIDE_ONE;
    String candidate = text;
    while (!candidate.isBlank()) {
      if (parses(candidate, before)) {
        return candidate;
      }
      candidate = candidate.substring(0, Math.max(0, candidate.lastIndexOf('\n'))).stripTrailing();
    }
    return "";
  }

  private boolean parses(String candidate, int errorsBefore) {
    if (syntax.errors(site.with(candidate)) <= errorsBefore) {
      return true;
    }
    if (mode == CompletionMode.BLOCK || !site.lineSuffix().isBlank()) {
      return false;
    }
    String closers = closersOf(candidate);
    return CONTINUATIONS.stream()
        .map(form -> candidate + form.formatted(closers))
        .anyMatch(continued -> syntax.errors(site.with(continued)) <= errorsBefore);
  }

  /// What closes the brackets that the text leaves open.
  private String closersOf(String text) {
    StringBuilder closers = new StringBuilder();
    for (BracketScan.Opener opener : unitEnd.scan().over(text).openers().reversed()) {
      closers.append(
          switch (opener.kind()) {
            case '(' -> ')';
            case '[' -> ']';
            default -> '}';
          });
    }
    return closers.toString();
  }
}
