/** The files that the playground opens with. `⁁` marks where the cursor stands. */

const CURSOR = '⁁';

const TOTALS = `import java.util.ArrayList;
import java.util.List;

/** A list of numbers and what can be said of it. */
public class Totals {
  private final List<Integer> values = new ArrayList<>();

  public void add(int value) {
    values.add(value);
  }

  public int sum() {
    int total = 0;
    for (int value : values) {
      total += value;
    }
    return total;
  }

  public int max() {
    int max = Integer.MIN_VALUE;
    for (int value : values) {
      if (value > max) {
        ${CURSOR}
      }
    }
    return max;
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }
}
`;

const PARSER = `import java.util.HashMap;
import java.util.Map;

/** Reads lines of the form \`name = value\`. */
public class Parser {
  private final Map<String, String> entries = new HashMap<>();

  public void read(String text) {
    for (String line : text.split("\\n")) {
      int equals = line.indexOf('=');
      if (equals < 0) {
        continue;
      }
      String name = line.substring(0, equals).trim();
      String value = line.substring(equals + 1).trim();
      ${CURSOR}
    }
  }

  public String get(String name) {
    String value = entries.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no entry " + name);
    }
    return value;
  }
}
`;

/**
 * @param {string} name
 * @param {string} marked
 */
function sample(name, marked) {
  return { name, text: marked.replace(CURSOR, ''), cursor: marked.indexOf(CURSOR) };
}

export const samples = [sample('Totals.java', TOTALS), sample('Parser.java', PARSER)];
