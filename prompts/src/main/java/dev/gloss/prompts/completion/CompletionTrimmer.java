package dev.gloss.prompts.completion;

import org.jspecify.annotations.Nullable;

/// Makes of what a model wrote at a place the text that may be shown there: one unit (a line or a
/// block), nothing that stands after the cursor anyway, no white space at its end, and nothing that
/// leaves the document with more syntax errors than it had.
///
/// Made once for a request; safe for use by several threads.
public final class CompletionTrimmer {
  /// Lines of a block that are written at most, where a caller has no other wish.
  public static final int DEFAULT_MAX_LINES = 24;

  private final CompletionReading reading;
  private final CompletionSite site;
  private final CompletionMode mode;
  private final UnitEnd unitEnd;
  private final IndentStyle indentStyle;
  private final boolean wordGoesOn;

  /// What became of a text.
  ///
  /// @param text what may be shown; where there is a flaw, what would have been
  /// @param flaw why it is not worth showing; null where it is
  public record Trimmed(String text, @Nullable Flaw flaw) {}

  /// A trimmer with [#DEFAULT_MAX_LINES].
  public CompletionTrimmer(CompletionReading reading, CompletionMode mode, boolean wordGoesOn) {
    this(reading, mode, wordGoesOn, DEFAULT_MAX_LINES);
  }

  /// @param reading where the text was written
  /// @param mode how much of it is wanted
  /// @param wordGoesOn whether the text is known to go on with the word before the cursor, so that
  ///   it does not begin it anew
  /// @param maxLines lines of a block, at least 1
  public CompletionTrimmer(
      CompletionReading reading, CompletionMode mode, boolean wordGoesOn, int maxLines) {
    this.reading = reading;
    this.site = reading.site();
    this.mode = mode;
    this.wordGoesOn = wordGoesOn;
    this.indentStyle = IndentStyle.at(site);
    this.unitEnd = new UnitEnd(site, reading.before(), mode, maxLines);
  }

  /// A fresh condition for stopping the generation early.
  public StopCondition stopCondition() {
    return new StopCondition(unitEnd);
  }

  /// What of a text may be shown.
  ///
  /// @param generated all that was written, or what [StopCondition#text()] kept of it
  /// @param finished whether the model was done with it; no if it merely ran out of tokens
  public Trimmed trim(String generated, boolean finished) {
    String whole = finished ? generated : withoutUnfinishedLine(generated);
    String shaped = shape(whole);
    if (shaped.isBlank()) {
      boolean isCut = !finished && !shape(generated).isBlank();
      return new Trimmed(isCut ? shape(generated) : shaped, isCut ? Flaw.UNFINISHED : Flaw.EMPTY);
    }
    if (Repetition.isIn(shaped, site)) {
      return new Trimmed(shaped, Flaw.REPEATS);
    }
    if (shaped.codePoints().noneMatch(CompletionTrimmer::says)) {
      return new Trimmed(shaped, Flaw.ONLY_CLOSERS);
    }
    return parsing(shaped);
  }

  /// Whether the first lines of what [#trim] gave may stand there without the others.
  public boolean fits(String text) {
    return check().passes(text);
  }

  /// What [#trim] does without a look at what the text says.
  public String shape(String generated) {
    String text = unit(generated);
    if (mode == CompletionMode.LINE) {
      text = text.substring(0, SuffixOverlap.start(text, site.lineSuffix(), unitEnd.scan()));
    }
    return joinsWord() ? text : text.stripTrailing();
  }

  /// Whether a text goes on with what stands after the cursor on its line, so that it joins it.
  public boolean joins(String generated) {
    String text = unit(generated);
    return SuffixOverlap.start(text, site.lineSuffix(), unitEnd.scan()) < text.length();
  }

  private String unit(String generated) {
    String text = Echo.without(withoutDoubledBlank(generated), site, wordGoesOn);
    text = withoutDoubledBlank(text);
    text = text.substring(0, unitEnd.cut(text, true).end());
    return indentStyle.apply(text, site.linePrefix().isEmpty());
  }

  private PlaceCheck check() {
    return new PlaceCheck(reading, mode == CompletionMode.LINE && site.lineSuffix().isBlank());
  }

  private boolean joinsWord() {
    String lineSuffix = site.lineSuffix();
    return !lineSuffix.isEmpty() && Character.isJavaIdentifierPart(lineSuffix.charAt(0));
  }

  private static boolean says(int codePoint) {
    return Character.isLetterOrDigit(codePoint)
        || !Character.isWhitespace(codePoint) && ")]}>;,".indexOf(codePoint) < 0;
  }

  /// What was written up to the end of the last whole line, or all of it where the unit ended in
  /// time.
  private String withoutUnfinishedLine(String generated) {
    if (unitEnd.cut(generated, false).isFinal()) {
      return generated;
    }
    return generated.substring(0, Math.max(0, generated.lastIndexOf('\n')));
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
  private Trimmed parsing(String text) {
    PlaceCheck check = check();
    String candidate = text;
    while (!candidate.isBlank()) {
      if (check.passes(candidate)) {
        return new Trimmed(candidate, check.declaresAgain(candidate) ? Flaw.MEMBER_EXISTS : null);
      }
      candidate = candidate.substring(0, Math.max(0, candidate.lastIndexOf('\n'))).stripTrailing();
    }
    return new Trimmed(text, Flaw.DOES_NOT_PARSE);
  }
}
