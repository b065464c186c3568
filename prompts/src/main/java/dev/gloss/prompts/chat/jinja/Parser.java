package dev.gloss.prompts.chat.jinja;

import dev.gloss.prompts.chat.jinja.Statement.Target;
import dev.gloss.prompts.chat.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Parses a template into statements. Tags that Jinja has not are errors, also in parts that would
/// not be reached; filters and tests that are not known, and tags that Jinja alone has, only where
/// they are reached.
final class Parser {
  private final TokenStream tokens;
  private final ExpressionParser expressions;
  private int loops;

  private Parser(TokenStream tokens) {
    this.tokens = tokens;
    this.expressions = new ExpressionParser(tokens);
  }

  static List<Statement> parse(String template) {
    Parser parser = new Parser(new TokenStream(Lexer.tokens(template)));
    return parser.statements(Set.of());
  }

  /// Statements up to a tag whose name is in `ends`; that tag's `{%` is read, its name is not.
  private List<Statement> statements(Set<String> ends) {
    tokens.enter();
    List<Statement> body = new ArrayList<>();
    int line = tokens.line();
    while (true) {
      Token token = tokens.next();
      switch (token.kind()) {
        case TEXT -> body.add(new Statement.Text(MarkedText.template(token.text())));
        case PRINT_BEGIN -> {
          body.add(new Statement.Print(expressions.tuple(true)));
          tokens.expect(Kind.PRINT_END, "'}}'");
        }
        case BLOCK_BEGIN -> {
          if (tokens.peek().kind() == Kind.NAME && ends.contains(tokens.peek().text())) {
            tokens.leave(1);
            return body;
          }
          body.add(tag());
        }
        default -> {
          if (!ends.isEmpty()) {
            throw new TemplateException(
                line,
                "template ends where one of " + ends.stream().sorted().toList() + " is missing");
          }
          tokens.leave(1);
          return body;
        }
      }
    }
  }

  private Statement tag() {
    Token tag = tokens.expect(Kind.NAME, "a tag's name");
    return switch (tag.text()) {
      case "if" -> ifTag(tag.line());
      case "for" -> forTag(tag.line());
      case "set" -> set(tag.line());
      case "macro" -> macro(tag.line());
      case "generation", "autoescape", "block" -> group(tag.text());
      case "filter" -> filterBlock(tag.line());
      case "call" -> callBlock(tag.line());
      case "with" -> with(tag.line());
      case "include", "import", "from", "extends" -> unsupported(tag);
      case "break" -> inLoop(tag, new Statement.Break());
      case "continue" -> inLoop(tag, new Statement.Continue());
      default -> throw new TemplateException(tag.line(), "unknown tag '" + tag.text() + "'");
    };
  }

  private Statement inLoop(Token tag, Statement statement) {
    if (loops == 0) {
      throw new TemplateException(tag.line(), "'" + tag.text() + "' outside of a loop");
    }
    tokens.expect(Kind.BLOCK_END, "'%}'");
    return statement;
  }

  /// Reads the name of the tag that ended a body, and its `%}`.
  private String endTag() {
    String name = tokens.expectName();
    tokens.expect(Kind.BLOCK_END, "'%}'");
    return name;
  }

  private Statement ifTag(int line) {
    List<Statement.Branch> branches = new ArrayList<>();
    List<Statement> otherwise = List.of();
    String end = "elif";
    while (end.equals("elif")) {
      Expression test = expressions.tuple(false);
      tokens.expect(Kind.BLOCK_END, "'%}'");
      branches.add(new Statement.Branch(test, statements(Set.of("elif", "else", "endif"))));
      end = tokens.expectName();
    }
    tokens.expect(Kind.BLOCK_END, "'%}'");
    if (end.equals("else")) {
      otherwise = statements(Set.of("endif"));
      endTag();
    }
    return new Statement.If(line, branches, otherwise);
  }

  private Statement forTag(int line) {
    Target target = target(false);
    if (!tokens.skipName("in")) {
      throw tokens.unexpected("'in'");
    }
    Expression items = expressions.tuple(false);
    Expression filter = tokens.skipName("if") ? expressions.expression() : null;
    boolean recursive = tokens.skipName("recursive");
    tokens.expect(Kind.BLOCK_END, "'%}'");
    loops++;
    List<Statement> body = statements(Set.of("else", "endfor"));
    loops--;
    List<Statement> otherwise = List.of();
    if (endTag().equals("else")) {
      otherwise = statements(Set.of("endfor"));
      endTag();
    }
    return recursive
        ? new Statement.Unsupported(line, "recursive loops are not supported")
        : new Statement.For(line, target, items, filter, body, otherwise);
  }

  /// A tag that only marks a part; what else it says does not matter here.
  private Statement group(String name) {
    passTag();
    List<Statement> body = statements(Set.of("end" + name));
    passTag();
    return new Statement.Group(body);
  }

  private Statement unsupported(Token tag) {
    passTag();
    return new Statement.Unsupported(
        tag.line(), "'" + tag.text() + "' is not supported: there are no other templates");
  }

  private void passTag() {
    while (tokens.peek().kind() != Kind.BLOCK_END && tokens.peek().kind() != Kind.END) {
      tokens.next();
    }
    tokens.expect(Kind.BLOCK_END, "'%}'");
  }

  private Statement filterBlock(int line) {
    List<Statement.AppliedFilter> filters = new ArrayList<>();
    do {
      filters.add(appliedFilter());
    } while (tokens.skipOperator("|"));
    tokens.expect(Kind.BLOCK_END, "'%}'");
    List<Statement> body = statements(Set.of("endfilter"));
    endTag();
    return new Statement.FilterBlock(line, filters, body);
  }

  private Statement.AppliedFilter appliedFilter() {
    Filter filter = expressions.filterName();
    return new Statement.AppliedFilter(filter, expressions.optionalArguments());
  }

  private Statement callBlock(int line) {
    List<Statement.Parameter> parameters = tokens.skipOperator("(") ? parameters(line) : List.of();
    if (!(expressions.expression() instanceof Expression.Call call)) {
      throw new TemplateException(line, "expected a call after 'call'");
    }
    tokens.expect(Kind.BLOCK_END, "'%}'");
    return new Statement.CallBlock(
        line, macro(line, Evaluator.CALLER, parameters, "endcall"), call);
  }

  private Statement with(int line) {
    List<Statement.Set> values = new ArrayList<>();
    while (tokens.peek().kind() != Kind.BLOCK_END) {
      if (!values.isEmpty()) {
        tokens.expectOperator(",");
      }
      Target target = singleTarget();
      tokens.expectOperator("=");
      values.add(new Statement.Set(line, target, expressions.expression()));
    }
    tokens.expect(Kind.BLOCK_END, "'%}'");
    List<Statement> body = statements(Set.of("endwith"));
    endTag();
    return new Statement.With(line, values, body);
  }

  private Statement set(int line) {
    Target target = target(true);
    if (tokens.skipOperator("=")) {
      Expression value = expressions.tuple(true);
      tokens.expect(Kind.BLOCK_END, "'%}'");
      return new Statement.Set(line, target, value);
    }
    List<Statement.AppliedFilter> filters = new ArrayList<>();
    while (tokens.skipOperator("|")) {
      filters.add(appliedFilter());
    }
    tokens.expect(Kind.BLOCK_END, "'%}'");
    List<Statement> body = statements(Set.of("endset"));
    endTag();
    return new Statement.SetBlock(line, target, filters, body);
  }

  private Statement macro(int line) {
    String name = tokens.expectName();
    tokens.expectOperator("(");
    List<Statement.Parameter> parameters = parameters(line);
    tokens.expect(Kind.BLOCK_END, "'%}'");
    return macro(line, name, parameters, "endmacro");
  }

  private Statement.Macro macro(
      int line, String name, List<Statement.Parameter> parameters, String end) {
    Set<String> outer = expressions.startReading();
    List<Statement> body = outsideOfLoops(end);
    return new Statement.Macro(line, name, parameters, body, expressions.endReading(outer));
  }

  /// Up to the closing bracket, which is read.
  private List<Statement.Parameter> parameters(int line) {
    List<Statement.Parameter> parameters = new ArrayList<>();
    while (!tokens.skipOperator(")")) {
      if (!parameters.isEmpty()) {
        tokens.expectOperator(",");
      }
      String parameter = tokens.expectName();
      Expression byDefault = tokens.skipOperator("=") ? expressions.expression() : null;
      if (parameters.stream().anyMatch(before -> before.name().equals(parameter))) {
        throw new TemplateException(line, "parameter '" + parameter + "' is there twice");
      }
      if (byDefault == null && !parameters.isEmpty() && parameters.getLast().byDefault() != null) {
        throw new TemplateException(line, "parameter '" + parameter + "' needs a default too");
      }
      parameters.add(new Statement.Parameter(parameter, byDefault));
    }
    return parameters;
  }

  /// A body from which nobody can leave the loop around it.
  private List<Statement> outsideOfLoops(String end) {
    int outerLoops = loops;
    loops = 0;
    List<Statement> body = statements(Set.of(end));
    loops = outerLoops;
    endTag();
    return body;
  }

  private Target target(boolean mayBeAttribute) {
    if (mayBeAttribute && tokens.peekSecond().isOperator(".")) {
      String namespace = tokens.expectName();
      tokens.next();
      return new Target.Attribute(namespace, tokens.expectName());
    }
    Target first = singleTarget();
    if (!tokens.peek().isOperator(",")) {
      return first;
    }
    List<Target> targets = new ArrayList<>();
    targets.add(first);
    while (tokens.skipOperator(",")) {
      if (tokens.peek().kind() != Kind.NAME || tokens.peek().isName("in")) {
        break;
      }
      targets.add(singleTarget());
    }
    return new Target.Tuple(targets);
  }

  private Target singleTarget() {
    if (tokens.skipOperator("(")) {
      tokens.enter();
      Target inside = target(false);
      tokens.leave(1);
      tokens.expectOperator(")");
      return inside;
    }
    Token name = tokens.expect(Kind.NAME, "a name");
    if (Set.of("true", "false", "none", "True", "False", "None").contains(name.text())) {
      throw new TemplateException(name.line(), "cannot assign to '" + name.text() + "'");
    }
    return new Target.Name(name.text());
  }
}
