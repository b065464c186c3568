package dev.gloss.prompts.chat.jinja;

/// What rendering one template may cost.
///
/// @param steps evaluated expressions and statements; work on long strings and lists counts by
///   their size
/// @param outputChars length of the rendered text, and of every string made on the way
/// @param listItems length of every list
/// @param depth nesting of tags, expressions, macro calls and values
public record TemplateLimits(long steps, int outputChars, int listItems, int depth) {

  /// Room for a long dialogue, a fraction of a second of work.
  public static final TemplateLimits DEFAULT =
      new TemplateLimits(5_000_000, 8_000_000, 100_000, 200);
}
