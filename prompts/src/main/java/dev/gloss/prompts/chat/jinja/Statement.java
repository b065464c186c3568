package dev.gloss.prompts.chat.jinja;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A statement of a template, as parsed.
sealed interface Statement {

  record Text(MarkedText text) implements Statement {}

  record Print(Expression value) implements Statement {}

  record If(int line, List<Branch> branches, List<Statement> otherwise) implements Statement {}

  record Branch(Expression test, List<Statement> body) {}

  record For(
      int line,
      Target target,
      Expression items,
      @Nullable Expression filter,
      List<Statement> body,
      List<Statement> otherwise)
      implements Statement {}

  record Set(int line, Target target, Expression value) implements Statement {}

  /// `{% set x | filter %}…{% endset %}`.
  record SetBlock(int line, Target target, List<AppliedFilter> filters, List<Statement> body)
      implements Statement {}

  record AppliedFilter(Filter filter, Expression.CallArguments arguments) {}

  /// `{% filter upper %}…{% endfilter %}`.
  record FilterBlock(int line, List<AppliedFilter> filters, List<Statement> body)
      implements Statement {}

  /// `{% call(a) m(1) %}…{% endcall %}`: the body is a macro that `m` knows as `caller`.
  record CallBlock(int line, Macro caller, Expression.Call call) implements Statement {}

  /// `{% with a = 1 %}…{% endwith %}`.
  record With(int line, List<Set> values, List<Statement> body) implements Statement {}

  /// What Jinja has and this interpreter has not: an error where it is reached.
  record Unsupported(int line, String problem) implements Statement {}

  /// @param reads which of the variables that every macro has its body reads: [Evaluator#CALLER],
  ///   [#VARARGS], [#KWARGS]; by that it takes further arguments
  record Macro(
      int line,
      String name,
      List<Parameter> parameters,
      List<Statement> body,
      java.util.Set<String> reads)
      implements Statement {
    /// Further arguments by position.
    static final String VARARGS = "varargs";

    /// Further arguments by name.
    static final String KWARGS = "kwargs";
  }

  record Parameter(String name, @Nullable Expression byDefault) {}

  /// Tags that only mark a part, such as `generation` and `block`.
  record Group(List<Statement> body) implements Statement {}

  record Break() implements Statement {}

  record Continue() implements Statement {}

  /// What a value is given to.
  sealed interface Target {
    record Name(String name) implements Target {}

    record Tuple(List<Target> targets) implements Target {}

    /// `ns.name`.
    record Attribute(String namespace, String name) implements Target {}
  }
}
