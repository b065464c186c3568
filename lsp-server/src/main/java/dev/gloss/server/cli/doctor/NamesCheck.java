package dev.gloss.server.cli.doctor;

import dev.gloss.server.names.Names;
import java.util.Map;
import java.util.stream.Collectors;

/// In which languages a hover knows what a name means.
public final class NamesCheck implements Check {
  @Override
  public Finding look() {
    Map<String, String> obstacles = Names.obstacles();
    String known =
        Names.languages().stream()
            .filter(language -> !obstacles.containsKey(language))
            .collect(Collectors.joining(", "));
    String all = known.isEmpty() ? "java" : "java, " + known;
    return Finding.ok(
        "names",
        obstacles.isEmpty()
            ? "a hover knows what names mean in " + all
            : "a hover knows what names mean in "
                + all
                + "; elsewhere the names of functions alone, since the parsers cannot be used: "
                + obstacles.values().iterator().next());
  }
}
