package dev.gloss.server.names;

import dev.gloss.server.project.WorkspaceFiles;
import dev.gloss.server.work.Workers;
import dev.gloss.server.workspace.Document;
import java.util.Optional;

/// What names mean, asked at one moment: which files belong together is found out once for all of
/// them. Belongs to one thread.
final class Question {
  /// Steps from one declaration to the next: an import of an import, a member of a member.
  static final int DEEPEST = 12;

  private final OtherFiles files;
  private final ScopeSearch scopes;
  private final MemberSearch members;

  /// @param project where declarations are looked for beside the document itself
  Question(WorkspaceFiles project) {
    this.files = new OtherFiles(project);
    this.scopes = new ScopeSearch(files);
    this.members = new MemberSearch(this, files);
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
