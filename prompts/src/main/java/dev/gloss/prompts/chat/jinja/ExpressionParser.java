package dev.gloss.prompts.chat.jinja;

import dev.gloss.prompts.chat.jinja.Expression.CallArguments;
import dev.gloss.prompts.chat.jinja.Token.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Parses expressions, with Jinja's precedence: condition, `or`, `and`, `not`, comparison, `+ -`,
/// `~`, `* / // %`, `**`, sign, then filters and tests.
final class ExpressionParser {
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
  private static final Set<String> ADDITIONS = Set.of("+", "-");
  private static final Set<String> PRODUCTS = Set.of("*", "/", "//", "%");
  private static final Set<String> TEST_STOPS = Set.of("else", "or", "and");

  private final TokenStream tokens;
  private Set<String> read = new HashSet<>();

  ExpressionParser(TokenStream tokens) {
    this.tokens = tokens;
  }

  /// Begins to note which names are read.
  ///
  /// @return what was noted before, for [#endReading]
  Set<String> startReading() {
    Set<String> before = read;
    read = new HashSet<>();
    return before;
  }

  /// The names that were read since the last start; what is around has read them too.
  Set<String> endReading(Set<String> before) {
    Set<String> inside = read;
    before.addAll(inside);
    read = before;
    return inside;
  }

  /// An expression, or several with commas between them, which make a tuple.
  Expression tuple(boolean mayBeChoice) {
    int line = tokens.line();
    List<Expression> items = new ArrayList<>();
    boolean comma = false;
    do {
      if (endsTuple()) {
        break;
      }
      items.add(mayBeChoice ? expression() : or());
      comma = tokens.skipOperator(",");
    } while (comma);
    if (items.size() == 1 && !comma) {
      return items.getFirst();
    }
    if (items.isEmpty()) {
      throw tokens.unexpected("an expression");
    }
    return new Expression.TupleOf(line, items);
  }

  private boolean endsTuple() {
    Token token = tokens.peek();
    return switch (token.kind()) {
      case BLOCK_END, PRINT_END, END -> true;
      case OPERATOR -> token.text().equals(")");
      default -> false;
    };
  }

  Expression expression() {
    tokens.enter();
    Expression value = or();
    int line = tokens.line();
    while (tokens.skipName("if")) {
      Expression test = or();
      Expression otherwise = tokens.skipName("else") ? expression() : null;
      value = new Expression.Choice(line, test, value, otherwise);
      tokens.enter();
      tokens.leave(1);
    }
    tokens.leave(1);
    return value;
  }

  Expression or() {
    Expression left = and();
    int levels = 0;
    for (int line = tokens.line(); tokens.skipName("or"); levels++) {
      tokens.enter();
      left = new Expression.Or(line, left, and());
    }
    tokens.leave(levels);
    return left;
  }

  private Expression and() {
    Expression left = not();
    int levels = 0;
    for (int line = tokens.line(); tokens.skipName("and"); levels++) {
      tokens.enter();
      left = new Expression.And(line, left, not());
    }
    tokens.leave(levels);
    return left;
  }

  private Expression not() {
    int line = tokens.line();
    if (!tokens.skipName("not")) {
      return comparison();
    }
    tokens.enter();
    Expression operand = not();
    tokens.leave(1);
    return new Expression.Not(line, operand);
  }

  private Expression comparison() {
    int line = tokens.line();
    Expression first = sum();
    List<Expression.Operand> rest = new ArrayList<>();
    while (true) {
      Token token = tokens.peek();
      if (token.kind() == Kind.OPERATOR && COMPARISONS.contains(token.text())) {
        tokens.next();
        rest.add(new Expression.Operand(token.text(), sum()));
      } else if (tokens.skipName("in")) {
        rest.add(new Expression.Operand("in", sum()));
      } else if (token.isName("not") && tokens.peekSecond().isName("in")) {
        tokens.next();
        tokens.next();
        rest.add(new Expression.Operand("not in", sum()));
      } else {
        return rest.isEmpty() ? first : new Expression.Compare(line, first, rest);
      }
    }
  }

  private Expression sum() {
    Expression left = concat();
    int levels = 0;
    for (; isOperator(ADDITIONS); levels++) {
      tokens.enter();
      Token operator = tokens.next();
      left = new Expression.Arithmetic(operator.line(), operator.text(), left, concat());
    }
    tokens.leave(levels);
    return left;
  }

  private Expression concat() {
    int line = tokens.line();
    List<Expression> parts = new ArrayList<>();
    parts.add(product());
    while (tokens.skipOperator("~")) {
      parts.add(product());
    }
    return parts.size() == 1 ? parts.getFirst() : new Expression.Concat(line, parts);
  }

  private Expression product() {
    Expression left = power();
    int levels = 0;
    for (; isOperator(PRODUCTS); levels++) {
      tokens.enter();
      Token operator = tokens.next();
      left = new Expression.Arithmetic(operator.line(), operator.text(), left, power());
    }
    tokens.leave(levels);
    return left;
  }

  private Expression power() {
    Expression left = signed(true);
    int levels = 0;
    for (; tokens.peek().isOperator("**"); levels++) {
      tokens.enter();
      Token operator = tokens.next();
      left = new Expression.Arithmetic(operator.line(), "**", left, signed(true));
    }
    tokens.leave(levels);
    return left;
  }

  private boolean isOperator(Set<String> operators) {
    return tokens.peek().kind() == Kind.OPERATOR && operators.contains(tokens.peek().text());
  }

  private Expression signed(boolean withFilters) {
    tokens.enter();
    Token token = tokens.peek();
    Expression value;
    if (token.isOperator("-") || token.isOperator("+")) {
      tokens.next();
      value = new Expression.Sign(token.line(), token.text().charAt(0), signed(false));
    } else {
      value = primary();
    }
    value = postfix(value);
    if (withFilters) {
      value = filtersAndTests(value);
    }
    tokens.leave(1);
    return value;
  }

  Expression primary() {
    Token token = tokens.next();
    return switch (token.kind()) {
      case NAME -> name(token);
      case STRING -> new Expression.Literal(token.line(), strings(token));
      case INTEGER -> new Expression.Literal(token.line(), integer(token));
      case FLOAT -> new Expression.Literal(token.line(), Double.valueOf(token.text()));
      case OPERATOR -> bracketed(token);
      default ->
          throw new TemplateException(
              token.line(), "expected an expression, found " + token.describe());
    };
  }

  private Expression name(Token token) {
    return switch (token.text()) {
      case "true", "True" -> new Expression.Literal(token.line(), true);
      case "false", "False" -> new Expression.Literal(token.line(), false);
      case "none", "None" -> new Expression.Literal(token.line(), None.NONE);
      default -> {
        read.add(token.text());
        yield new Expression.Name(token.line(), token.text());
      }
    };
  }

  /// Strings side by side are one.
  private MarkedText strings(Token first) {
    StringBuilder text = new StringBuilder(first.text());
    while (tokens.peek().kind() == Kind.STRING) {
      text.append(tokens.next().text());
    }
    return MarkedText.template(text.toString());
  }

  private static Long integer(Token token) {
    String digits = token.text();
    int radix =
        switch (digits.length() > 1 ? Character.toLowerCase(digits.charAt(1)) : ' ') {
          case 'x' -> 16;
          case 'o' -> 8;
          case 'b' -> 2;
          default -> 10;
        };
    try {
      return new BigInteger(radix == 10 ? digits : digits.substring(2), radix).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw new TemplateException(token.line(), "bad or too large number " + digits);
    }
  }

  private Expression bracketed(Token token) {
    return switch (token.text()) {
      case "(" -> {
        if (tokens.skipOperator(")")) {
          yield new Expression.TupleOf(token.line(), List.of());
        }
        Expression value = tuple(true);
        tokens.expectOperator(")");
        yield value;
      }
      case "[" -> new Expression.ListOf(token.line(), itemsUntil("]"));
      case "{" -> new Expression.DictOf(token.line(), entries());
      default ->
          throw new TemplateException(
              token.line(), "expected an expression, found " + token.describe());
    };
  }

  private List<Expression> itemsUntil(String close) {
    List<Expression> items = new ArrayList<>();
    while (!tokens.skipOperator(close)) {
      if (!items.isEmpty()) {
        tokens.expectOperator(",");
        if (tokens.skipOperator(close)) {
          break;
        }
      }
      items.add(expression());
    }
    return items;
  }

  private List<Expression.Entry> entries() {
    List<Expression.Entry> entries = new ArrayList<>();
    while (!tokens.skipOperator("}")) {
      if (!entries.isEmpty()) {
        tokens.expectOperator(",");
        if (tokens.skipOperator("}")) {
          break;
        }
      }
      Expression key = expression();
      tokens.expectOperator(":");
      entries.add(new Expression.Entry(key, expression()));
    }
    return entries;
  }

  private Expression postfix(Expression start) {
    Expression value = start;
    int levels = 0;
    for (; true; levels++) {
      int line = tokens.line();
      if (tokens.skipOperator(".")) {
        value = attribute(line, value);
      } else if (tokens.skipOperator("[")) {
        value = subscript(line, value);
      } else if (tokens.peek().isOperator("(")) {
        value = new Expression.Call(line, value, arguments());
      } else {
        break;
      }
      tokens.enter();
    }
    tokens.leave(levels);
    return value;
  }

  private Expression attribute(int line, Expression target) {
    if (tokens.peek().kind() == Kind.INTEGER) {
      return new Expression.Item(
          line, target, new Expression.Literal(line, integer(tokens.next())));
    }
    return new Expression.Attribute(line, target, tokens.expectName());
  }

  private Expression subscript(int line, Expression target) {
    Expression start = tokens.peek().isOperator(":") ? null : expression();
    if (!tokens.skipOperator(":")) {
      tokens.expectOperator("]");
      if (start == null) {
        throw tokens.unexpected("an index");
      }
      return new Expression.Item(line, target, start);
    }
    Expression stop = sliceBound();
    Expression step = tokens.skipOperator(":") ? sliceBound() : null;
    tokens.expectOperator("]");
    return new Expression.Slice(line, target, start, stop, step);
  }

  private @Nullable Expression sliceBound() {
    Token token = tokens.peek();
    return token.isOperator(":") || token.isOperator("]") ? null : expression();
  }

  private Expression filtersAndTests(Expression start) {
    Expression value = start;
    int levels = 0;
    for (; true; levels++) {
      int line = tokens.line();
      if (tokens.skipOperator("|")) {
        Filter filter = filterName();
        value = new Expression.FilterCall(line, value, filter, optionalArguments());
      } else if (tokens.skipName("is")) {
        value = test(line, value);
      } else if (tokens.peek().isOperator("(")) {
        value = new Expression.Call(line, value, arguments());
      } else {
        break;
      }
      tokens.enter();
    }
    tokens.leave(levels);
    return value;
  }

  Filter filterName() {
    int line = tokens.line();
    return Filters.named(dottedName(), line);
  }

  private String dottedName() {
    StringBuilder name = new StringBuilder(tokens.expectName());
    while (tokens.skipOperator(".")) {
      name.append('.').append(tokens.expectName());
    }
    return name.toString();
  }

  CallArguments optionalArguments() {
    return tokens.peek().isOperator("(") ? arguments() : CallArguments.NONE;
  }

  private Expression test(int line, Expression target) {
    boolean negated = tokens.skipName("not");
    ValueTest test = ValueTests.named(dottedName(), line);
    return new Expression.TestCall(line, target, test, testArguments(), negated);
  }

  private CallArguments testArguments() {
    Token token = tokens.peek();
    if (token.isOperator("(")) {
      return arguments();
    }
    boolean argument =
        switch (token.kind()) {
          case STRING, INTEGER, FLOAT -> true;
          case NAME -> !TEST_STOPS.contains(token.text());
          case OPERATOR -> token.text().equals("[") || token.text().equals("{");
          default -> false;
        };
    if (token.isName("is")) {
      throw new TemplateException(token.line(), "tests with 'is' cannot be chained");
    }
    return argument ? CallArguments.of(List.of(postfix(primary()))) : CallArguments.NONE;
  }

  private CallArguments arguments() {
    tokens.expectOperator("(");
    List<Expression> positional = new ArrayList<>();
    List<Expression.Named> named = new ArrayList<>();
    Expression rest = null;
    Expression namedRest = null;
    boolean first = true;
    while (!tokens.skipOperator(")")) {
      if (!first) {
        tokens.expectOperator(",");
        if (tokens.skipOperator(")")) {
          break;
        }
      }
      first = false;
      if (namedRest != null) {
        throw tokens.unexpected("')'");
      } else if (rest == null && tokens.skipOperator("*")) {
        rest = expression();
      } else if (tokens.skipOperator("**")) {
        namedRest = expression();
      } else if (tokens.peek().kind() == Kind.NAME && tokens.peekSecond().isOperator("=")) {
        String name = tokens.next().text();
        tokens.next();
        named.add(new Expression.Named(name, expression()));
      } else if (!named.isEmpty() || rest != null) {
        throw tokens.unexpected("a named argument");
      } else {
        positional.add(expression());
      }
    }
    return new CallArguments(positional, named, rest, namedRest);
  }
}
