package dev.gloss.prompts.chat.jinja;

/// Texts made wider.
final class Padding {
  private Padding() {}

  /// `ljust`, `rjust`, `center` and `zfill` of a string.
  static MarkedText method(MarkedText text, String name, Arguments arguments, Budget budget) {
    boolean zeros = name.equals("zfill");
    Arguments given = zeros ? arguments.only("width") : arguments.only("width", "fillchar");
    long asked = Values.expectInteger(given.get(0, "width"), "width");
    long width = Math.clamp(asked, 0, Integer.MAX_VALUE);
    MarkedText fill = MarkedText.template(zeros ? "0" : " ");
    if (!zeros && given.has(1, "fillchar")) {
      fill = given.text(1, "fillchar");
    }
    if (fill.length() != 1) {
      throw new TemplateException(0, "'fillchar' must be one character");
    }
    long missing = Math.max(0, width - text.length());
    return switch (name) {
      case "ljust" -> around(text, fill, 0, missing, budget);
      case "rjust" -> around(text, fill, missing, 0, budget);
      case "center" -> center(text, fill, width, budget);
      default -> {
        int sign = !text.text().isEmpty() && "+-".indexOf(text.text().charAt(0)) >= 0 ? 1 : 0;
        MarkedText digits = around(text.slice(sign), fill, missing, 0, budget);
        yield text.slice(0, sign).plus(digits);
      }
    };
  }

  /// Of an odd rest Python puts the smaller half first, unless the width is odd too.
  static MarkedText center(MarkedText text, MarkedText fill, long width, Budget budget) {
    long missing = Math.max(0, width - text.length());
    long left = missing / 2 + (missing & width & 1);
    return around(text, fill, left, missing - left, budget);
  }

  /// A text with so many characters before and after it.
  static MarkedText around(
      MarkedText text, MarkedText fill, long before, long after, Budget budget) {
    budget.string(Math.max(before, after));
    MarkedText.Builder out = new MarkedText.Builder(budget);
    out.append(fill.times((int) before, budget));
    out.append(text);
    out.append(fill.times((int) after, budget));
    return out.build();
  }
}
