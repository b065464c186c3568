package dev.gloss.server.symbols;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The first sentence of a documentation comment, for a person.
final class DocSentence {
  private static final int LONGEST = 200;

  /// A comment's beginning; the rest of a long one is not looked at.
  private static final int HEAD = 2000;

  private static final Pattern END = Pattern.compile("[.!?](?=\\s|$)|\\n\\s*\\n|\\n\\s*@");
  private static final Pattern CODE = Pattern.compile("\\{@(?:code|literal)\\s+([^{}]*)}");
  private static final Pattern LINK =
      Pattern.compile("\\{@link(?:plain)?\\s+([^\\s{}]+)(?:\\s+([^{}]*))?}");
  private static final Pattern REFERENCE = Pattern.compile("\\[([^\\]\\n]{1,80})](?![\\[(])");
  private static final Pattern TAG = Pattern.compile("\\{@\\w+[^{}]*}|</?\\w[^<>]{0,200}>");

  private DocSentence() {}

  /// The sentence; empty where there is none.
  ///
  /// @param comment without the signs at its lines' starts
  static String of(String comment) {
    String text = comment.substring(0, Math.min(comment.length(), HEAD)).strip();
    if (text.startsWith("@")) {
      return "";
    }
    text = CODE.matcher(text).replaceAll("`$1`");
    text = LINK.matcher(text).replaceAll(link -> "`" + linked(link.group(1), link.group(2)) + "`");
    text = REFERENCE.matcher(text).replaceAll("`$1`");
    text = TAG.matcher(text).replaceAll("");
    Matcher end = END.matcher(text);
    int cut = text.length();
    while (end.find()) {
      if (!text.startsWith("e.g.", Math.max(0, end.start() - 3))
          && !text.startsWith("i.e.", Math.max(0, end.start() - 3))) {
        cut = text.charAt(end.start()) == '\n' ? end.start() : end.end();
        break;
      }
    }
    String sentence = text.substring(0, cut).strip().replaceAll("\\s+", " ");
    return sentence.length() <= LONGEST ? sentence : sentence.substring(0, LONGEST).strip() + " …";
  }

  private static String linked(String target, @Nullable String label) {
    String name = label == null || label.isBlank() ? target : label.strip();
    return Matcher.quoteReplacement(
        (name.startsWith("#") ? name.substring(1) : name).replace('#', '.'));
  }
}
