package dev.gloss.prompts.chat.jinja;

import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/// The tests by name: what may follow `is`.
final class ValueTests {
  private static final Map<String, ValueTest> BY_NAME =
      Map.ofEntries(
          kind("defined", v -> !(v instanceof Undefined)),
          kind("undefined", v -> v instanceof Undefined),
          kind("none", v -> v == None.NONE),
          kind("boolean", v -> v instanceof Boolean),
          kind("true", v -> v instanceof Boolean b && b),
          kind("false", v -> v instanceof Boolean b && !b),
          kind("integer", v -> v instanceof Long),
          kind("float", v -> v instanceof Double),
          kind("number", Values::isNumber),
          kind("string", v -> v instanceof MarkedText),
          kind("mapping", v -> v instanceof Map),
          kind("sequence", ValueTests::isSequence),
          kind("iterable", v -> isSequence(v) || v instanceof Generated || v instanceof Undefined),
          kind("callable", v -> v instanceof Callable),
          Map.entry("upper", cased(Casing::isUpper)),
          Map.entry("lower", cased(Casing::isLower)),
          Map.entry("filter", (v, a, b) -> Filters.isKnown(Values.expectText(v, "value").text())),
          Map.entry("test", (v, a, b) -> isKnown(Values.expectText(v, "value").text())),
          kind("odd", v -> Math.floorMod(Values.expectInteger(v, "value"), 2L) == 1),
          kind("even", v -> Math.floorMod(Values.expectInteger(v, "value"), 2L) == 0),
          Map.entry("divisibleby", ValueTests::divisible),
          Map.entry("in", (v, a, b) -> Values.contains(a.get(0, "seq"), v, b)),
          Map.entry("sameas", ValueTests::same),
          Map.entry("eq", equality(true)),
          Map.entry("equalto", equality(true)),
          Map.entry("==", equality(true)),
          Map.entry("ne", equality(false)),
          Map.entry("!=", equality(false)),
          Map.entry("lt", order(c -> c == -1)),
          Map.entry("lessthan", order(c -> c == -1)),
          Map.entry("<", order(c -> c == -1)),
          Map.entry("le", order(c -> c == -1 || c == 0)),
          Map.entry("<=", order(c -> c == -1 || c == 0)),
          Map.entry("gt", order(c -> c == 1)),
          Map.entry("greaterthan", order(c -> c == 1)),
          Map.entry(">", order(c -> c == 1)),
          Map.entry("ge", order(c -> c == 1 || c == 0)),
          Map.entry(">=", order(c -> c == 1 || c == 0)));

  private ValueTests() {}

  /// The test of this name; one that fails when it is asked where there is none.
  static ValueTest named(String name, int line) {
    ValueTest test = BY_NAME.get(name);
    if (test == null) {
      return (value, arguments, budget) -> {
        throw new TemplateException(line, "unknown test '" + name + "'");
      };
    }
    return test;
  }

  private static Map.Entry<String, ValueTest> kind(String name, Predicate<Object> is) {
    return Map.entry(
        name,
        (value, arguments, budget) -> {
          arguments.only();
          return is.test(value);
        });
  }

  private static boolean isSequence(Object value) {
    return value instanceof MarkedText
        || value instanceof List
        || value instanceof Tuple
        || value instanceof Map
        || value instanceof Undefined;
  }

  private static boolean isKnown(String name) {
    return BY_NAME.containsKey(name);
  }

  private static ValueTest cased(Predicate<String> is) {
    return (value, arguments, budget) -> {
      arguments.only();
      MarkedText text = Printer.str(value, budget);
      budget.change(text.units());
      return is.test(text.text());
    };
  }

  private static boolean divisible(Object value, Arguments arguments, Budget budget) {
    Object rest = Operators.arithmetic("%", value, arguments.only("num").get(0, "num"), budget);
    return Values.isNumber(rest) && Values.toDouble(rest) == 0;
  }

  /// Identity; of small values Python keeps one copy, so equal ones are the same.
  @SuppressWarnings("ReferenceEquality") // identity is what is asked
  private static boolean same(Object value, Arguments arguments, Budget budget) {
    Object other = arguments.only("other").get(0, "other");
    boolean small =
        value instanceof Boolean || value instanceof Long || value instanceof MarkedText;
    budget.work(value instanceof MarkedText text ? text.units() : 1);
    return small ? value.equals(other) : value == other;
  }

  private static ValueTest equality(boolean expected) {
    return (value, arguments, budget) ->
        Values.equal(value, arguments.only("other").get(0, "other"), budget) == expected;
  }

  private static ValueTest order(IntPredicate holds) {
    return (value, arguments, budget) ->
        holds.test(Values.compare(value, arguments.only("other").get(0, "other"), budget));
  }
}
