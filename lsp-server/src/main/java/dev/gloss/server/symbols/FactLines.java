package dev.gloss.server.symbols;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Facts as short sentences.
final class FactLines {
  private static final int MOST_NAMES = 4;

  private FactLines() {}

  /// Of a method: three lines at most, since a hover is read in a moment.
  static List<String> of(MethodFacts facts) {
    List<String> lines = new ArrayList<>();
    lines.add(traffic(facts));
    List<String> state = new ArrayList<>();
    add(state, "reads ", facts.reads());
    add(state, "writes ", facts.writes());
    if (facts.loops() > 0) {
      state.add(facts.loops() == 1 ? "has a loop" : "has " + facts.loops() + " loops");
    }
    if (facts.recursive()) {
      state.add("calls itself");
    }
    state.addAll(facts.guards());
    add(lines, state);
    if (facts.calls() > 0) {
      lines.add(
          "Called %s in its file%s."
              .formatted(
                  times(facts.calls()),
                  facts.callers().isEmpty() ? "" : ", by " + names(facts.callers())));
    }
    return lines;
  }

  /// What goes in and comes out.
  private static String traffic(MethodFacts facts) {
    List<String> parts = new ArrayList<>();
    parts.add(facts.parameters().isEmpty() ? "takes nothing" : "takes " + marked(facts));
    parts.add(
        facts.returns() == null
            ? "returns nothing"
            : "returns `"
                + facts.returns()
                + "`"
                + (facts.nullable().contains("") ? " or null" : ""));
    Set<String> thrown = new LinkedHashSet<>(facts.declares());
    thrown.addAll(facts.raises());
    add(parts, "throws ", thrown);
    return sentence(parts);
  }

  private static String marked(MethodFacts facts) {
    return facts.parameters().stream()
        .map(name -> "`" + name + "`" + (facts.nullable().contains(name) ? " (may be null)" : ""))
        .collect(Collectors.joining(", "));
  }

  /// Of a variable.
  static List<String> of(VariableUses uses, boolean initialized) {
    List<String> parts = new ArrayList<>();
    parts.add(uses.reads() == 0 ? "never read" : "read " + times(uses.reads()));
    String again = initialized ? " again" : "";
    parts.add(
        uses.writes() == 0
            ? "never assigned" + again
            : "assigned" + again + " " + times(uses.writes()));
    String line = String.join(", ", parts) + " in its file.";
    return List.of(Character.toUpperCase(line.charAt(0)) + line.substring(1));
  }

  static String times(int count) {
    return count == 1 ? "once" : count == 2 ? "twice" : count + " times";
  }

  /// `n thing`, or `n things`.
  static String count(int count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }

  private static void add(List<String> parts, String verb, Collection<String> names) {
    if (!names.isEmpty()) {
      parts.add(verb + names(names));
    }
  }

  private static void add(List<String> lines, List<String> parts) {
    if (!parts.isEmpty()) {
      lines.add(sentence(parts));
    }
  }

  private static String sentence(List<String> parts) {
    String line = String.join("; ", parts) + ".";
    return Character.toUpperCase(line.charAt(0)) + line.substring(1);
  }

  private static String names(Collection<String> names) {
    String shown =
        names.stream()
            .limit(MOST_NAMES)
            .map(name -> "`" + name + "`")
            .collect(Collectors.joining(", "));
    return names.size() <= MOST_NAMES
        ? shown
        : shown + " and " + (names.size() - MOST_NAMES) + " more";
  }
}
