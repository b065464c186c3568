package dev.gloss.server.names;

import dev.gloss.server.names.Grammar.Trait;
import dev.gloss.server.project.WorkspaceFiles;
import dev.gloss.server.workspace.Document;
import dev.gloss.server.workspace.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds what names mean, by scopes, imports and the types that the author wrote down. Where two
/// declarations could be meant it finds none. Safe for use by many threads.
public final class Names {
  private final WorkspaceFiles project;

  /// @param project where declarations are looked for beside the document itself
  public Names(WorkspaceFiles project) {
    this.project = project;
  }

  /// The languages whose names are known, as LSP names them.
  public static List<String> languages() {
    return Arrays.stream(Grammar.values()).map(Grammar::languageId).toList();
  }

  /// Why that is not so for some of them on this machine, by the languages.
  public static Map<String, String> obstacles() {
    Map<String, String> obstacles = new LinkedHashMap<>();
    for (Grammar grammar : Grammar.values()) {
      grammar.obstacle().ifPresent(why -> obstacles.put(grammar.languageId(), why));
    }
    return obstacles;
  }

  /// What the name at a place means; empty where nobody can be sure.
  ///
  /// @param offset in chars
  /// @throws dev.gloss.server.work.TakenBack if the work of this thread is taken back
  public Optional<Target> at(Document document, int offset) {
    return new Question(project).meaning(document, offset, 0).target();
  }

  /// The names of a file that mean a declaration in it; empty where there are others of that name
  /// of which nobody knows what they mean.
  public Optional<List<Span>> uses(Target target) {
    NameTable table = target.document().analysis(NameTable.OF).orElse(null);
    if (table == null || table.grammar().has(Trait.NAMES_IN_TEXT)) {
      return Optional.empty();
    }
    String name = table.name(target.definition());
    Question question = new Question(project);
    List<Span> uses = new ArrayList<>();
    for (Use use : table.uses()) {
      if (use.kind() != Use.Kind.OTHER && table.textOf(use.name()).equals(name)) {
        Optional<Target> meant =
            question.meaning(target.document(), use.name().start(), 0).target();
        if (meant.isEmpty()) {
          return Optional.empty();
        }
        if (meant.get().definition().equals(target.definition())) {
          uses.add(use.name());
        }
      }
    }
    return Optional.of(uses);
  }
}
