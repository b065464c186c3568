package dev.gloss.server.names;

import dev.gloss.server.names.Grammar.Trait;
import dev.gloss.server.project.WorkspaceFiles;
import dev.gloss.server.work.Workers;
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
  /// Steps from one declaration to the next: an import of an import, a member of a member.
  static final int DEEPEST = 12;

  private final OtherFiles files;
  private final ScopeSearch scopes;
  private final MemberSearch members;

  /// @param project where declarations are looked for beside the document itself
  public Names(WorkspaceFiles project) {
    this.files = new OtherFiles(project);
    this.scopes = new ScopeSearch(files);
    this.members = new MemberSearch(this, files);
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
    return meaning(document, offset, 0).target();
  }

  /// The names of a file that mean a declaration in it; empty where there are others of that name
  /// of which nobody knows what they mean.
  public Optional<List<Span>> uses(Target target) {
    NameTable table = target.document().analysis(NameTable.OF).orElse(null);
    if (table == null || table.grammar().has(Trait.NAMES_IN_TEXT)) {
      return Optional.empty();
    }
    String name = table.name(target.definition());
    List<Span> uses = new ArrayList<>();
    for (Use use : table.uses()) {
      if (use.kind() != Use.Kind.OTHER && table.textOf(use.name()).equals(name)) {
        Optional<Target> meant = at(target.document(), use.name().start());
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

  /// What the name at a place means.
  ///
  /// @param depth steps that led here; there are not more than [#DEEPEST]
  Meaning meaning(Document document, int offset, int depth) {
    Workers.poll();
    NameTable table = document.analysis(NameTable.OF).orElse(null);
    if (table == null || depth > DEEPEST) {
      return Meaning.UNSURE;
    }
    Optional<Definition> own = table.definitionAt(offset);
    if (own.isPresent()) {
      return members.isOfInherited(document, table, own.get(), depth)
          ? Meaning.UNSURE
          : scopes.first(document, table, own.get());
    }
    Optional<Import> taken = table.importAt(offset);
    if (taken.isPresent()) {
      return files.follow(document, table, taken.get(), depth);
    }
    Optional<Use> use = table.useAt(offset);
    if (use.isEmpty()) {
      return Meaning.NOTHING;
    }
    return switch (use.get().kind()) {
      case OTHER -> Meaning.NOTHING;
      case NAME, TYPE, TAG -> scopes.of(document, table, use.get(), depth);
      case MEMBER -> members.of(document, table, use.get(), depth);
    };
  }
}
