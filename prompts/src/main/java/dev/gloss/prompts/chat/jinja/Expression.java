package dev.gloss.prompts.chat.jinja;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An expression of a template, as parsed.
sealed interface Expression {
  /// Line where it starts, from 1.
  int line();

  record Literal(int line, Object value) implements Expression {}

  record Name(int line, String name) implements Expression {}

  record ListOf(int line, List<Expression> items) implements Expression {}

  record TupleOf(int line, List<Expression> items) implements Expression {}

  record DictOf(int line, List<Entry> entries) implements Expression {}

  record Entry(Expression key, Expression value) {}

  /// `-x` or `+x`.
  record Sign(int line, char sign, Expression operand) implements Expression {}

  record Not(int line, Expression operand) implements Expression {}

  record And(int line, Expression left, Expression right) implements Expression {}

  record Or(int line, Expression left, Expression right) implements Expression {}

  /// `+ - * / // % **`.
  record Arithmetic(int line, String operator, Expression left, Expression right)
      implements Expression {}

  /// `a ~ b ~ c`.
  record Concat(int line, List<Expression> parts) implements Expression {}

  /// `a < b <= c`.
  record Compare(int line, Expression first, List<Operand> rest) implements Expression {}

  record Operand(String operator, Expression value) {}

  /// `then if test else otherwise`.
  record Choice(int line, Expression test, Expression then, @Nullable Expression otherwise)
      implements Expression {}

  record Attribute(int line, Expression target, String name) implements Expression {}

  record Item(int line, Expression target, Expression key) implements Expression {}

  record Slice(
      int line,
      Expression target,
      @Nullable Expression start,
      @Nullable Expression stop,
      @Nullable Expression step)
      implements Expression {}

  record Call(int line, Expression target, CallArguments arguments) implements Expression {}

  record FilterCall(int line, Expression target, Filter filter, CallArguments arguments)
      implements Expression {}

  record TestCall(
      int line, Expression target, ValueTest test, CallArguments arguments, boolean negated)
      implements Expression {}

  /// `a, name=b, *rest, **namedRest`.
  record CallArguments(
      List<Expression> positional,
      List<Named> named,
      @Nullable Expression rest,
      @Nullable Expression namedRest) {
    static final CallArguments NONE = of(List.of());

    static CallArguments of(List<Expression> positional) {
      return new CallArguments(positional, List.of(), null, null);
    }
  }

  record Named(String name, Expression value) {}
}
