package dev.gloss.prompts.chat.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Splits a template into tokens, with `trim_blocks` and `lstrip_blocks` on: the line feed after a
/// tag and the blanks before a tag that leads its line are no text. One line feed at the very end
/// of the template is dropped. One thread at a time.
final class Lexer {
  private static final Pattern RAW =
      Pattern.compile("\\{%([-+]?)\\s*raw\\s*(-%\\}\\s*|%\\})", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern END_RAW =
      Pattern.compile(
          "\\{%([-+]?)\\s*endraw\\s*(?:\\+%\\}|-%\\}\\s*|%\\}\\n?)",
          Pattern.UNICODE_CHARACTER_CLASS);

  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;

  /// Whether the token before ended with a line feed, or nothing came before.
  private boolean lineStarting = true;

  private Lexer(String source) {
    this.source = source;
  }

  static List<Token> tokens(String template) {
    String source = template.replace("\r\n", "\n").replace('\r', '\n');
    if (source.endsWith("\n")) {
      source = source.substring(0, source.length() - 1);
    }
    Lexer lexer = new Lexer(source);
    lexer.run();
    return lexer.tokens;
  }

  private void run() {
    while (at < source.length()) {
      int tag = nextTag();
      if (tag < 0) {
        text(source.substring(at));
        moveTo(source.length());
      } else if (source.charAt(tag + 1) == '#') {
        comment(tag);
      } else if (source.charAt(tag + 1) == '{') {
        text(before(tag));
        moveTo(tag + 2 + signLength(tag));
        expression(Token.Kind.PRINT_BEGIN, Token.Kind.PRINT_END, "}}");
      } else {
        block(tag);
      }
    }
    add(Token.Kind.END, "");
  }

  private int nextTag() {
    for (int i = source.indexOf('{', at); i >= 0; i = source.indexOf('{', i + 1)) {
      if (i + 1 < source.length() && "{%#".indexOf(source.charAt(i + 1)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  private void block(int tag) {
    Matcher raw = RAW.matcher(source).region(tag, source.length());
    text(before(tag));
    if (raw.lookingAt()) {
      moveTo(raw.end());
      rawText();
    } else {
      moveTo(tag + 2 + signLength(tag));
      expression(Token.Kind.BLOCK_BEGIN, Token.Kind.BLOCK_END, "%}");
    }
  }

  private void rawText() {
    Matcher end = END_RAW.matcher(source);
    if (!end.find(at)) {
      throw new TemplateException(line, "'raw' is never closed by 'endraw'");
    }
    text(before(end.start()));
    moveTo(end.end());
  }

  private void comment(int tag) {
    text(before(tag));
    int close = source.indexOf("#}", tag + 2);
    if (close < 0) {
      throw new TemplateException(line, "comment is never closed by '#}'");
    }
    moveTo(close);
    closeTag(2, close > tag + 2 ? source.charAt(close - 1) : ' ', true);
  }

  /// Text up to a tag, without the white space that the tag takes away.
  private String before(int tag) {
    String text = source.substring(at, tag);
    char sign = tag + 2 < source.length() ? source.charAt(tag + 2) : ' ';
    if (sign == '-') {
      return text.substring(0, Whitespace.endOfText(text));
    }
    if (sign != '+' && source.charAt(tag + 1) != '{') {
      int lineStart = text.lastIndexOf('\n') + 1;
      if ((lineStart > 0 || lineStarting) && text.substring(lineStart).isBlank()) {
        return text.substring(0, lineStart);
      }
    }
    return text;
  }

  private int signLength(int tag) {
    boolean sign = tag + 2 < source.length() && "-+".indexOf(source.charAt(tag + 2)) >= 0;
    // '{{' knows '-' alone; a plus there is a sign of the expression.
    return sign && (source.charAt(tag + 1) == '%' || source.charAt(tag + 2) == '-') ? 1 : 0;
  }

  /// Passes the closing of a tag and the white space it takes away.
  private void closeTag(int length, char sign, boolean trims) {
    int end = at + length;
    if (sign == '-') {
      while (end < source.length() && Whitespace.is(source.charAt(end))) {
        end++;
      }
    } else if (sign != '+' && trims && end < source.length() && source.charAt(end) == '\n') {
      end++;
    }
    moveTo(end);
  }

  private void expression(Token.Kind begin, Token.Kind end, String closing) {
    int beginLine = line;
    add(begin, "");
    int open = 0;
    while (true) {
      while (at < source.length() && Whitespace.is(source.charAt(at))) {
        moveTo(at + 1);
      }
      if (at >= source.length()) {
        throw new TemplateException(beginLine, "tag is never closed by '" + closing + "'");
      }
      boolean signed = "-+".indexOf(source.charAt(at)) >= 0 && source.startsWith(closing, at + 1);
      boolean trims = end == Token.Kind.BLOCK_END;
      if (signed && source.charAt(at) == '+' && !trims) {
        signed = false;
      }
      if (open == 0 && (signed || source.startsWith(closing, at))) {
        add(end, "");
        char sign = signed ? source.charAt(at) : ' ';
        closeTag(signed ? 3 : 2, sign, trims);
        return;
      }
      open += expressionToken();
      if (open < 0) {
        throw new TemplateException(line, "closing bracket without an opening one");
      }
    }
  }

  /// Reads one token and returns by how much it opens (1) or closes (-1) brackets.
  private int expressionToken() {
    ExpressionLexer.Found found = ExpressionLexer.at(source, at, line);
    add(found.kind(), found.text());
    moveTo(found.end());
    if (found.kind() != Token.Kind.OPERATOR) {
      return 0;
    }
    return switch (found.text()) {
      case "(", "[", "{" -> 1;
      case ")", "]", "}" -> -1;
      default -> 0;
    };
  }

  private void text(String text) {
    if (!text.isEmpty()) {
      add(Token.Kind.TEXT, text);
    }
  }

  private void add(Token.Kind kind, String text) {
    tokens.add(new Token(kind, text, line));
  }

  private void moveTo(int offset) {
    for (int i = at; i < offset; i++) {
      line += source.charAt(i) == '\n' ? 1 : 0;
    }
    lineStarting = offset > 0 && source.charAt(offset - 1) == '\n';
    at = offset;
  }
}
