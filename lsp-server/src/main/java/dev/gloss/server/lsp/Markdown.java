package dev.gloss.server.lsp;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Text of a model as Markdown that an editor may render.
final class Markdown {
  private static final Pattern CODE = Pattern.compile("(`+)(?:.|\\n)*?\\1(?!`)");
  private static final Pattern BACKTICKS = Pattern.compile("`+");

  private Markdown() {}

  /// A block of code, whatever it contains.
  static String fenced(String code, String language) {
    int longest =
        BACKTICKS.matcher(code).results().mapToInt(run -> run.end() - run.start()).max().orElse(0);
    String fence = "`".repeat(Math.max(3, longest + 1));
    String info = language.matches("[\\w+#.-]*") ? language : "";
    return fence + info + "\n" + code + "\n" + fence + "\n";
  }

  /// The model's Markdown without what could fetch something or run in the editor: images and HTML.
  /// Code stays as it is.
  static String harmless(String text) {
    StringBuilder safe = new StringBuilder();
    Matcher code = CODE.matcher(text);
    int from = 0;
    while (code.find()) {
      safe.append(harmlessProse(text.substring(from, code.start()))).append(code.group());
      from = code.end();
    }
    return safe.append(harmlessProse(text.substring(from))).toString();
  }

  private static String harmlessProse(String prose) {
    return prose.replace("![", "!\\[").replace("<", "&lt;");
  }
}
