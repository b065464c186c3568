package dev.gloss.prompts.chat.jinja;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Arithmetic as Python does it; integers have 64 bits and overflow is an error.
final class Operators {
  private Operators() {}

  static Object arithmetic(String operator, Object left, Object right, Budget budget) {
    if (operator.equals("%") && left instanceof MarkedText text) {
      return PercentFormat.format(text, right, budget);
    }
    for (Object operand : List.of(left, right)) {
      if (operand instanceof Undefined undefined) {
        throw undefined.error();
      }
    }
    if (Values.isNumber(left) && Values.isNumber(right)) {
      return numbers(operator, left, right);
    }
    Object result =
        switch (operator) {
          case "+" -> plus(left, right, budget);
          case "*" -> repeat(left, right, budget);
          default -> null;
        };
    if (result == null) {
      throw new TemplateException(
          0,
          String.format(
              "cannot compute '%s' %s '%s'",
              Values.typeName(left), operator, Values.typeName(right)));
    }
    return result;
  }

  private static @Nullable Object plus(Object left, Object right, Budget budget) {
    if (left instanceof MarkedText a && right instanceof MarkedText b) {
      budget.string((long) a.units() + b.units());
      return a.plus(b);
    }
    if (left instanceof List<?> a && right instanceof List<?> b) {
      return joined(a, b, budget);
    }
    if (left instanceof Tuple a && right instanceof Tuple b) {
      return new Tuple(joined(a.items(), b.items(), budget));
    }
    return null;
  }

  private static List<Object> joined(List<?> a, List<?> b, Budget budget) {
    budget.list((long) a.size() + b.size());
    List<Object> both = new ArrayList<>(a);
    both.addAll(b);
    return both;
  }

  private static @Nullable Object repeat(Object left, Object right, Budget budget) {
    if (right instanceof Long || right instanceof Boolean) {
      long times = Math.max(0, Values.expectInteger(right, "times"));
      return switch (left) {
        case MarkedText text -> repeated(text, times, budget);
        case List<?> list -> repeated(list, times, budget);
        case Tuple tuple -> new Tuple(repeated(tuple.items(), times, budget));
        default -> null;
      };
    }
    boolean turned = left instanceof Long || left instanceof Boolean;
    return turned ? repeat(right, left, budget) : null;
  }

  private static MarkedText repeated(MarkedText text, long times, Budget budget) {
    return text.units() == 0 ? text : text.times((int) Math.min(times, Integer.MAX_VALUE), budget);
  }

  private static List<Object> repeated(List<?> list, long times, Budget budget) {
    budget.list(product(list.size(), times));
    List<Object> out = new ArrayList<>();
    for (long i = 0; !list.isEmpty() && i < times; i++) {
      out.addAll(list);
    }
    return out;
  }

  private static long product(long size, long times) {
    return size == 0 ? 0 : times > Long.MAX_VALUE / size ? Long.MAX_VALUE : size * times;
  }

  private static Object numbers(String operator, Object left, Object right) {
    boolean real = left instanceof Double || right instanceof Double || operator.equals("/");
    try {
      return real
          ? reals(operator, Values.toDouble(left), Values.toDouble(right))
          : integers(
              operator, Values.expectInteger(left, "left"), Values.expectInteger(right, "right"));
    } catch (ArithmeticException e) {
      throw new TemplateException(0, "number too large");
    }
  }

  private static Object reals(String operator, double left, double right) {
    boolean divides = operator.equals("/") || operator.equals("//") || operator.equals("%");
    if (divides && right == 0) {
      throw new TemplateException(0, "division by zero");
    }
    return switch (operator) {
      case "+" -> left + right;
      case "-" -> left - right;
      case "*" -> left * right;
      case "/" -> left / right;
      case "//" -> Math.floor(left / right);
      case "%" -> {
        double rest = left % right;
        yield rest != 0 && (rest < 0) != (right < 0) ? rest + right : rest;
      }
      default -> Math.pow(left, right);
    };
  }

  private static Object integers(String operator, long left, long right) {
    if (right == 0 && (operator.equals("//") || operator.equals("%"))) {
      throw new TemplateException(0, "division by zero");
    }
    return switch (operator) {
      case "+" -> Math.addExact(left, right);
      case "-" -> Math.subtractExact(left, right);
      case "*" -> Math.multiplyExact(left, right);
      case "//" -> Math.floorDivExact(left, right);
      case "%" -> Math.floorMod(left, right);
      default -> right < 0 ? (Object) Math.pow((double) left, (double) right) : power(left, right);
    };
  }

  private static Object power(long base, long exponent) {
    long result = 1;
    long square = base;
    for (long rest = exponent; rest > 0; rest >>= 1) {
      if ((rest & 1) == 1) {
        result = Math.multiplyExact(result, square);
      }
      if (rest > 1) {
        square = Math.multiplyExact(square, square);
      }
    }
    return result;
  }
}
