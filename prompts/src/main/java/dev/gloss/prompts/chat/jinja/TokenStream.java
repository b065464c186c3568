package dev.gloss.prompts.chat.jinja;

import java.util.List;

/// The tokens of a template, one at a time, and the depth at which the parser stands.
final class TokenStream {
  /// Nesting of tags and brackets, and length of a chain of operators.
  private static final int MAX_DEPTH = 200;

  private final List<Token> tokens;
  private int at;
  private int depth;

  TokenStream(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(at);
  }

  Token peekSecond() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  Token next() {
    Token token = tokens.get(at);
    if (token.kind() != Token.Kind.END) {
      at++;
    }
    return token;
  }

  int line() {
    return peek().line();
  }

  boolean skipName(String name) {
    boolean is = peek().isName(name);
    if (is) {
      next();
    }
    return is;
  }

  boolean skipOperator(String operator) {
    boolean is = peek().isOperator(operator);
    if (is) {
      next();
    }
    return is;
  }

  Token expect(Token.Kind kind, String what) {
    if (peek().kind() != kind) {
      throw unexpected(what);
    }
    return next();
  }

  void expectOperator(String operator) {
    if (!skipOperator(operator)) {
      throw unexpected("'" + operator + "'");
    }
  }

  String expectName() {
    return expect(Token.Kind.NAME, "a name").text();
  }

  TemplateException unexpected(String expected) {
    return new TemplateException(line(), "expected " + expected + ", found " + peek().describe());
  }

  /// Goes one level deeper; `count` levels are left again by [#leave].
  void enter() {
    if (++depth > MAX_DEPTH) {
      throw new TemplateException(line(), "template nests deeper than " + MAX_DEPTH);
    }
  }

  void leave(int levels) {
    depth -= levels;
  }
}
