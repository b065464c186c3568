package dev.gloss.prompts.gate;

import dev.gloss.prompts.completion.CompletionMode;
import dev.gloss.prompts.completion.CompletionSite;
import dev.gloss.prompts.completion.FirstLine;

/// Reads off the features of a text that a model wrote at a place.
///
/// Made once for a text; one thread at a time.
public final class FeatureReader {
  private final CompletionSite site;
  private final Nearby nearby;
  private final TokenTrail trail;
  private final CompletionMode mode;
  private final String linePrefix;

  /// @param site where it was written
  /// @param mode how much was wanted
  /// @param trail its tokens
  public FeatureReader(CompletionSite site, CompletionMode mode, TokenTrail trail) {
    this.site = site;
    this.mode = mode;
    this.trail = trail;
    this.nearby = new Nearby(site);
    this.linePrefix = site.linePrefix();
  }

  /// The features of a text's first lines.
  ///
  /// @param text those lines, as they would be shown
  /// @param written lines that the model had begun when it had written them, at least 1
  public Features read(String text, int written) {
    TokenTrail.Sureness sure = trail.of(written);
    double[] values = new double[Feature.values().length];
    for (Feature feature : Feature.values()) {
      values[feature.ordinal()] = value(feature, text, sure);
    }
    return new Features(values);
  }

  private double value(Feature feature, String text, TokenTrail.Sureness sure) {
    return switch (feature) {
      case FIRST -> sure.first();
      case LEAST -> sure.least();
      case MEAN -> sure.count() == 0 ? 0 : sure.sum() / sure.count();
      case JOINT -> sure.sum();
      case CHANCE -> Math.exp(sure.sum());
      case END -> sure.last();
      case LENGTH -> Math.log1p(text.strip().length());
      case NEW_WORDS -> Math.log1p(nearby.newWords(text));
      case MATCH -> Math.log1p(nearby.match());
      case COPIED -> copied(text);
      case COPIED_MATCH -> copied(text) * Math.log1p(nearby.match());
      case TYPED -> Math.log1p(linePrefix.strip().length());
      case LINE_START -> is(linePrefix.isBlank());
      case AFTER_DOT -> is(linePrefix.endsWith("."));
      case IN_WORD -> is(goesOnInWord(text));
      case ARGUMENT -> is(endsWithOneOf("(,"));
      case RIGHT_SIDE -> is(isRightSide());
      case BLOCK -> is(mode == CompletionMode.BLOCK);
      case LINES -> Math.log(Math.max(1, text.strip().lines().count()));
      case COMPLETE -> is(isComplete(text.stripTrailing()));
      case QUOTES -> is(text.indexOf('"') >= 0 || text.indexOf('\'') >= 0);
      case OPEN -> is(leavesOpen(lastLine(text)));
    };
  }

  private static double is(boolean so) {
    return so ? 1 : 0;
  }

  private double copied(String text) {
    String line = FirstLine.of(text);
    String other = nearby.copied().strip();
    int same = 0;
    while (same < Math.min(line.length(), other.length())
        && line.charAt(same) == other.charAt(same)) {
      same++;
    }
    int longer = Math.max(line.length(), other.length());
    return longer == 0 ? 0 : (double) same / longer;
  }

  private boolean goesOnInWord(String text) {
    return !linePrefix.isEmpty()
        && Nearby.isWordPart(linePrefix.charAt(linePrefix.length() - 1))
        && !text.isEmpty()
        && Nearby.isWordPart(text.charAt(0));
  }

  private boolean endsWithOneOf(String characters) {
    String before = linePrefix.stripTrailing();
    return !before.isEmpty() && characters.indexOf(before.charAt(before.length() - 1)) >= 0;
  }

  private boolean isRightSide() {
    String before = linePrefix.strip();
    return before.endsWith("=") || before.endsWith("return");
  }

  private boolean isComplete(String text) {
    return !site.lineSuffix().isBlank()
        || !text.isEmpty() && ";{}".indexOf(text.charAt(text.length() - 1)) >= 0;
  }

  private static boolean leavesOpen(String line) {
    int depth = 0;
    for (int i = 0; i < line.length(); i++) {
      depth += line.charAt(i) == '(' ? 1 : line.charAt(i) == ')' ? -1 : 0;
    }
    return depth > 0;
  }

  private static String lastLine(String text) {
    String stripped = text.strip();
    return stripped.substring(stripped.lastIndexOf('\n') + 1);
  }
}
