package dev.gloss.server.names;

import dev.gloss.server.workspace.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes the scopes of a file of what a query found.
final class ScopeReader {
  private ScopeReader() {}

  /// All scopes, each behind the one around it; the file's own comes first.
  static List<Scope> read(List<Found> found, String text) {
    // What a type holds may begin and end with its only function.
    Map<Span, Scope> types = new HashMap<>();
    Map<Span, Scope> others = new HashMap<>();
    for (Found match : found) {
      String owner = match.has("owner") ? match.of("owner").of(text) : "";
      for (Map.Entry<String, Span> capture : match.captures().entrySet()) {
        if (capture.getKey().startsWith("scope.")) {
          Scope scope =
              new Scope(
                  capture.getValue(),
                  kind(capture.getKey().substring("scope.".length())),
                  -1,
                  owner);
          (scope.is(Scope.Kind.TYPE) ? types : others)
              .merge(scope.span(), scope, ScopeReader::clearer);
        }
      }
    }
    Span all = new Span(0, text.length());
    List<Scope> inOrder = new ArrayList<>(types.values());
    inOrder.addAll(others.values());
    inOrder.sort(
        Comparator.comparingInt((Scope scope) -> scope.span().start())
            .thenComparing(scope -> -scope.span().end())
            .thenComparing(scope -> !scope.is(Scope.Kind.TYPE)));
    List<Scope> scopes = new ArrayList<>();
    scopes.add(new Scope(all, Scope.Kind.FILE, -1, ""));
    for (Scope scope : inOrder) {
      int parent = scopes.size() - 1;
      while (parent > 0 && !scopes.get(parent).span().contains(scope.span())) {
        parent = scopes.get(parent).parent();
      }
      scopes.add(new Scope(scope.span(), scope.kind(), parent, scope.owner()));
    }
    return List.copyOf(scopes);
  }

  private static Scope clearer(Scope known, Scope other) {
    boolean better =
        known.owner().isEmpty() && !other.owner().isEmpty()
            || known.is(Scope.Kind.FUNCTION) && !other.is(Scope.Kind.FUNCTION);
    return better ? other : known;
  }

  private static Scope.Kind kind(String name) {
    return switch (name) {
      case "function" -> Scope.Kind.FUNCTION;
      case "method" -> Scope.Kind.METHOD;
      case "macro" -> Scope.Kind.MACRO;
      case "type" -> Scope.Kind.TYPE;
      case "template" -> Scope.Kind.TEMPLATE;
      case "namespace" -> Scope.Kind.NAMESPACE;
      case "module" -> Scope.Kind.MODULE;
      default -> Scope.Kind.BLOCK;
    };
  }

  /// The number of the innermost scope around a stretch.
  static int innermost(List<Scope> scopes, Span span) {
    int low = 0;
    int high = scopes.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (scopes.get(middle).span().start() <= span.start()) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    while (low > 0 && !scopes.get(low).span().contains(span)) {
      low = scopes.get(low).parent();
    }
    return low;
  }
}
