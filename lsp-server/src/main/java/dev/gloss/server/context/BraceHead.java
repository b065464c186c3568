package dev.gloss.server.context;

import java.util.Optional;
import java.util.Set;

/// What stands before a `{`, and whose name is in it. Read from left to right without going back.
final class BraceHead {
  private static final Set<String> DECLARING_WORDS = Set.of("const", "let", "var", "val");

  /// What stands before a bracket that is not the parameters': Go's receiver.
  private static final Set<String> FUNCTION_WORDS = Set.of("func", "function", "fn", "fun");

  private static final Set<String> NOT_FUNCTIONS =
      Set.of(
          "if",
          "for",
          "while",
          "switch",
          "catch",
          "match",
          "when",
          "with",
          "using",
          "foreach",
          "lock",
          "synchronized");

  private final String head;

  private BraceHead(String head) {
    this.head = head;
  }

  /// The name of the function whose head this is; empty when it is none's.
  static Optional<String> name(String head) {
    BraceHead read = new BraceHead(head);
    return read.arrow().or(read::called);
  }

  /// `const name = (…) =>`.
  private Optional<String> arrow() {
    int end = Words.beforeBlanks(head, 0, head.length());
    if (!head.startsWith("=>", end - 2)) {
      return Optional.empty();
    }
    int i = 0;
    while (i < end) {
      int wordEnd = Words.wordEnd(head, i, end);
      if (DECLARING_WORDS.contains(head.substring(i, wordEnd))) {
        int name = Words.afterBlanks(head, wordEnd, end);
        int nameEnd = Words.wordEnd(head, name, end);
        if (name > wordEnd && nameEnd > name) {
          return Optional.of(head.substring(name, nameEnd));
        }
      }
      i = Math.max(wordEnd, i + 1);
    }
    return Optional.empty();
  }

  /// The first name before a round bracket.
  private Optional<String> called() {
    int from = 0;
    for (int i = 0; i < head.length(); i++) {
      if ("(){}".indexOf(head.charAt(i)) < 0) {
        continue;
      }
      String name = head.charAt(i) == '(' ? nameBefore(from, i) : "";
      if (!name.isEmpty() && !FUNCTION_WORDS.contains(name)) {
        return Optional.of(name).filter(found -> !NOT_FUNCTIONS.contains(found));
      }
      from = i + 1;
    }
    return Optional.empty();
  }

  /// `name`, or `name<T>` without its parameters.
  private String nameBefore(int from, int bracket) {
    int end = Words.beforeBlanks(head, from, bracket);
    if (end > from && head.charAt(end - 1) == '>') {
      int angle = head.indexOf('<', from);
      while (angle >= 0 && angle < end) {
        String name = wordBefore(from, Words.beforeBlanks(head, from, angle));
        if (!name.isEmpty()) {
          return name;
        }
        angle = head.indexOf('<', angle + 1);
      }
      return "";
    }
    return wordBefore(from, end);
  }

  private String wordBefore(int from, int end) {
    int start = Words.wordStart(head, from, end);
    boolean destroys = start > from && start < end && head.charAt(start - 1) == '~';
    return head.substring(destroys ? start - 1 : start, end);
  }
}
