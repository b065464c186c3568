package dev.gloss.prompts.completion;

import java.util.List;

/// Tells whether a text breaks the syntax at its place: whether the parser finds an error within
/// it, or more in the whole document than without it.
///
/// In a document with errors all over, as while a file is being rewritten or when only a part of it
/// is known, the parser's count says little: one error more in so many is let pass.
final class PlaceCheck {
  private static final int ERRORS_THAT_HIDE_ONE = 8;

  /// Ways in which one line may go on below: as it stands, with its brackets closed, as a
  /// statement, with an operand still to come, as the modifiers or the type of a member.
  private static final List<String> CONTINUATIONS =
      List.of("%s", "%s;", "x%s", "x%s;", " int x;", " x() {}");

  /// In a larger document brackets and strings alone are looked at, and only near the place.
  private static final int LARGEST_PARSED = 100_000;

  private static final int REACH = 20_000;

  private final CompletionSite site;
  private final Syntax syntax;
  private final BracketScan before;
  private final boolean lineGoesOn;
  private final int allowed;

  /// @param lineGoesOn what is written may be the beginning of something longer
  PlaceCheck(CompletionReading reading, boolean lineGoesOn) {
    CompletionSite whole = reading.site();
    boolean isLarge = whole.prefix().length() + whole.suffix().length() > LARGEST_PARSED;
    this.site = isLarge ? near(whole) : whole;
    this.syntax = isLarge ? new TextSyntax(reading.syntax().lexicon()) : reading.syntax();
    this.before = reading.before();
    this.lineGoesOn = lineGoesOn;
    int errors = syntax.errors(site.with("")).size();
    this.allowed = errors + errors / ERRORS_THAT_HIDE_ONE;
  }

  /// Whole lines around the place.
  private static CompletionSite near(CompletionSite site) {
    String prefix = site.prefix();
    int start = prefix.indexOf('\n', Math.max(0, prefix.length() - REACH)) + 1;
    String suffix = site.suffix();
    int end = suffix.lastIndexOf('\n', Math.min(suffix.length(), REACH));
    return new CompletionSite(
        prefix.substring(start), suffix.substring(0, end < 0 ? suffix.length() : end));
  }

  /// Whether the document is as good with the text as without.
  boolean passes(String text) {
    if (fits(text, "")) {
      return true;
    }
    if (!lineGoesOn) {
      return false;
    }
    String closers = closersOf(text);
    return CONTINUATIONS.stream().anyMatch(form -> fits(text, form.formatted(closers)));
  }

  /// Whether the text declares what the class has already.
  boolean declaresAgain(String text) {
    int from = site.prefix().length();
    return syntax.declaresAgain(site.with(text), from, from + text.length());
  }

  private boolean fits(String text, String continuation) {
    List<SyntaxError> errors = syntax.errors(site.with(text + continuation));
    int from = site.prefix().length();
    int to = from + text.stripTrailing().length();
    return errors.size() <= allowed
        && errors.stream().noneMatch(error -> error.offset() >= from && error.offset() < to);
  }

  /// What closes the brackets that the text leaves open.
  private String closersOf(String text) {
    StringBuilder closers = new StringBuilder();
    for (BracketScan.Opener opener : before.continuation().over(text).openers()) {
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
