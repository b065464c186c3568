package dev.gloss.prompts.chat.jinja;

import dev.gloss.prompts.chat.jinja.Expression.CallArguments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Gives expressions their values. Belongs to one rendering.
final class Evaluator {
  /// The name under which a macro knows the body of the `call` block that called it.
  static final String CALLER = "caller";

  private final Budget budget;

  Evaluator(Budget budget) {
    this.budget = budget;
  }

  /// @throws TemplateException with the line of the innermost expression that fails
  Object value(Expression expression, Scope scope) {
    budget.step();
    budget.enter();
    try {
      Object value = compute(expression, scope);
      budget.leave();
      return value;
    } catch (TemplateException e) {
      throw e.at(expression.line());
    }
  }

  boolean truth(Expression expression, Scope scope) {
    return Values.truth(value(expression, scope));
  }

  private Object compute(Expression expression, Scope scope) {
    return switch (expression) {
      case Expression.Literal(int line, Object value) -> value;
      case Expression.Name(int line, String name) -> scope.get(name, budget);
      case Expression.ListOf(int line, List<Expression> items) -> values(items, scope);
      case Expression.TupleOf(int line, List<Expression> items) -> new Tuple(values(items, scope));
      case Expression.DictOf(int line, List<Expression.Entry> entries) -> dict(entries, scope);
      case Expression.Sign sign -> sign(sign, scope);
      case Expression.Not(int line, Expression operand) -> !truth(operand, scope);
      case Expression.And(int line, Expression left, Expression right) -> {
        Object first = value(left, scope);
        yield Values.truth(first) ? value(right, scope) : first;
      }
      case Expression.Or(int line, Expression left, Expression right) -> {
        Object first = value(left, scope);
        yield Values.truth(first) ? first : value(right, scope);
      }
      case Expression.Arithmetic(int line, String operator, Expression left, Expression right) ->
          Operators.arithmetic(operator, value(left, scope), value(right, scope), budget);
      case Expression.Concat(int line, List<Expression> parts) -> concat(parts, scope);
      case Expression.Compare compare -> compare(compare, scope);
      case Expression.Choice choice -> choice(choice, scope);
      case Expression.Attribute(int line, Expression target, String name) ->
          Members.attribute(value(target, scope), name, budget);
      case Expression.Item(int line, Expression target, Expression key) ->
          Members.item(value(target, scope), value(key, scope), budget);
      case Expression.Slice slice -> slice(slice, scope);
      case Expression.Call call -> call(call, scope, null);
      case Expression.FilterCall(
              int line,
              Expression target,
              Filter filter,
              CallArguments arguments) ->
          filter.apply(value(target, scope), arguments(arguments, scope), budget);
      case Expression.TestCall(
              int line,
              Expression target,
              ValueTest test,
              CallArguments arguments,
              boolean negated) ->
          test.holds(value(target, scope), arguments(arguments, scope), budget) != negated;
    };
  }

  private List<Object> values(List<Expression> expressions, Scope scope) {
    List<Object> values = new ArrayList<>(expressions.size());
    for (Expression expression : expressions) {
      values.add(value(expression, scope));
    }
    return values;
  }

  private Object dict(List<Expression.Entry> entries, Scope scope) {
    Map<Object, Object> dict = new LinkedHashMap<>();
    for (Expression.Entry entry : entries) {
      dict.put(Values.key(value(entry.key(), scope), budget), value(entry.value(), scope));
    }
    return dict;
  }

  private Object sign(Expression.Sign sign, Scope scope) {
    Object operand = value(sign.operand(), scope);
    if (!Values.isNumber(operand) && !(operand instanceof Undefined)) {
      throw new TemplateException(0, "'" + Values.typeName(operand) + "' cannot have a sign");
    }
    return sign.sign() == '-' && operand instanceof Double d
        ? (Object) (-d)
        : Operators.arithmetic(sign.sign() == '-' ? "-" : "+", 0L, operand, budget);
  }

  private Object concat(List<Expression> parts, Scope scope) {
    MarkedText.Builder out = new MarkedText.Builder(budget);
    for (Expression part : parts) {
      out.append(Printer.str(value(part, scope), budget));
    }
    return out.build();
  }

  private Object compare(Expression.Compare compare, Scope scope) {
    Object left = value(compare.first(), scope);
    for (Expression.Operand operand : compare.rest()) {
      Object right = value(operand.value(), scope);
      if (!holds(operand.operator(), left, right)) {
        return false;
      }
      left = right;
    }
    return true;
  }

  private boolean holds(String operator, Object left, Object right) {
    return switch (operator) {
      case "==" -> Values.equal(left, right, budget);
      case "!=" -> !Values.equal(left, right, budget);
      case "in" -> Values.contains(right, left, budget);
      case "not in" -> !Values.contains(right, left, budget);
      case "<" -> Values.compare(left, right, budget) == -1;
      case ">" -> Values.compare(left, right, budget) == 1;
      case "<=" -> Values.compare(left, right, budget) <= 0;
      default -> {
        int order = Values.compare(left, right, budget);
        yield order == 0 || order == 1;
      }
    };
  }

  private Object choice(Expression.Choice choice, Scope scope) {
    if (truth(choice.test(), scope)) {
      return value(choice.then(), scope);
    }
    Expression otherwise = choice.otherwise();
    return otherwise == null ? new Undefined("the inline if has no else") : value(otherwise, scope);
  }

  private Object slice(Expression.Slice slice, Scope scope) {
    Object target = value(slice.target(), scope);
    if (target instanceof Undefined undefined) {
      throw undefined.error();
    }
    Slicer slicer =
        new Slicer(
            bound(slice.start(), scope), bound(slice.stop(), scope), bound(slice.step(), scope));
    return switch (target) {
      case MarkedText text -> slicer.of(text, budget);
      case List<?> list -> slicer.of(Values.asItems(list), budget);
      case Tuple tuple -> new Tuple(slicer.of(tuple.items(), budget));
      default -> new Undefined("'" + Values.typeName(target) + "' cannot be sliced");
    };
  }

  private @Nullable Long bound(@Nullable Expression expression, Scope scope) {
    Object bound = expression == null ? None.NONE : value(expression, scope);
    return bound == None.NONE ? null : (Long) Values.expectInteger(bound, "slice bound");
  }

  /// Calls what an expression names.
  ///
  /// @param caller an argument of that name; null where there is none
  Object call(Expression.Call call, Scope scope, @Nullable Object caller) {
    Object target = value(call.target(), scope);
    if (target instanceof Undefined undefined) {
      throw undefined.error();
    }
    if (!(target instanceof Callable callable)) {
      throw new TemplateException(0, "'" + Values.typeName(target) + "' cannot be called");
    }
    Arguments arguments = arguments(call.arguments(), scope);
    if (caller != null) {
      Map<String, Object> named = new LinkedHashMap<>(arguments.named());
      named.put(CALLER, caller);
      arguments = new Arguments(arguments.positional(), named);
    }
    return callable.call(arguments);
  }

  Arguments arguments(CallArguments arguments, Scope scope) {
    if (arguments.equals(CallArguments.NONE)) {
      return Arguments.NONE;
    }
    List<Object> positional = values(arguments.positional(), scope);
    Expression rest = arguments.rest();
    if (rest != null) {
      positional.addAll(Values.iterate(value(rest, scope), budget));
      budget.list(positional.size());
    }
    Map<String, Object> named = new LinkedHashMap<>();
    for (Expression.Named argument : arguments.named()) {
      name(named, argument.name(), value(argument.value(), scope));
    }
    Expression namedRest = arguments.namedRest();
    if (namedRest != null) {
      if (!(value(namedRest, scope) instanceof Map<?, ?> map)) {
        throw new TemplateException(0, "expected a dict after '**'");
      }
      budget.list(map.size());
      Values.asEntries(map)
          .forEach((key, value) -> name(named, Values.expectText(key, "key").text(), value));
    }
    return new Arguments(positional, named);
  }

  private static void name(Map<String, Object> named, String name, Object value) {
    if (named.put(name, value) != null) {
      throw new TemplateException(0, "argument '" + name + "' is given twice");
    }
  }
}
