package dev.gloss.server.symbols;

import dev.gloss.server.names.Definition;
import dev.gloss.server.project.WorkspaceFiles;
import dev.gloss.server.workspace.Document;
import dev.gloss.server.workspace.LineIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A declaration for a person: its head and its documentation, as the author wrote them, secrets
/// covered.
final class DeclarationText {
  private static final int LONGEST = 240;

  /// A value that is longer says less than its absence.
  private static final int LONGEST_WHOLE = 100;

  private static final int MOST_COMMENT_LINES = 40;

  private final Document document;
  private final Definition definition;
  private final String masked;

  /// Of the masked text as well, which is as long.
  private final LineIndex index;

  DeclarationText(Document document, Definition definition) {
    this.document = document;
    this.definition = definition;
    this.masked = document.analysis(WorkspaceFiles.MASKED);
    this.index = document.lines();
  }

  /// The head on one line.
  String signature() {
    boolean bare = definition.whole().equals(definition.name());
    int line = index.lineAt(definition.name().start());
    int start = bare ? index.start(line) : definition.whole().start();
    int end = bare ? index.end(line) : definition.body() > start ? definition.body() : valueless();
    String head = withoutComments(masked.substring(start, end)).strip().replaceAll("\\s+", " ");
    if (definition.name().start() >= end) {
      head += " " + definition.name().of(masked);
    }
    String text = head.replaceAll("\\s*(?:=>|[:{=;,])$", "").strip();
    if (text.startsWith("@") || text.isEmpty() || bare && text.length() > LONGEST_WHOLE) {
      text = definition.name().of(masked);
    }
    String shown = definition.keyword().isEmpty() ? text : definition.keyword() + " " + text;
    return shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST) + " …";
  }

  /// A comment may stand behind each line of a head.
  private String withoutComments(String head) {
    String sign = hasHashes() ? "(?:^|\\s)#" : "(?:^|\\s)//";
    return head.lines()
        .map(line -> line.replaceFirst(sign + ".*$", ""))
        .collect(Collectors.joining("\n"));
  }

  private boolean hasHashes() {
    return document.languageId().equals("python");
  }

  /// Where what is shown of a declaration without a body ends.
  private int valueless() {
    int end = definition.whole().end();
    while (end > definition.name().end() && Character.isWhitespace(masked.charAt(end - 1))) {
      end--;
    }
    int cut = Math.min(end, index.end(index.lineAt(definition.name().end())));
    boolean isShort =
        cut == end && end - definition.whole().start() <= LONGEST_WHOLE || definition.isType();
    int type = definition.type().isNone() ? -1 : definition.type().end();
    boolean typeFollows = type > definition.name().end() && type <= end;
    return isShort ? cut : typeFollows ? type : definition.name().end();
  }

  /// What the author wrote in or above the declaration, without the signs of a comment.
  String documentation() {
    if (!definition.doc().isNone()) {
      return definition.doc().of(masked);
    }
    List<String> lines = new ArrayList<>();
    int number = index.lineAt(definition.whole().start());
    while (--number >= 0 && lines.size() < MOST_COMMENT_LINES) {
      String line = masked.substring(index.start(number), index.end(number)).strip();
      if (isComment(line)) {
        lines.addFirst(withoutSigns(line));
      } else if (!isMark(line)) {
        break;
      }
    }
    return String.join("\n", lines).strip();
  }

  /// Decorators and attributes stand between a declaration and its documentation.
  private static boolean isMark(String line) {
    return line.startsWith("@") || line.startsWith("#[") || line.startsWith("[[");
  }

  private boolean isComment(String line) {
    return hasHashes()
        ? line.startsWith("#")
        : line.startsWith("//") || line.startsWith("/*") || line.startsWith("*");
  }

  private static String withoutSigns(String line) {
    String text = line.replaceAll("^(?:/\\*+|\\*+/|\\*|/{2,}!?|#+)\\s?", "");
    text = text.replaceAll("\\s*\\*+/$", "");
    return text.toLowerCase(Locale.ROOT).startsWith("@brief ") ? text.substring(7) : text;
  }
}
