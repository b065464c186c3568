package dev.gloss.server.symbols;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.server.project.FileLanguage;
import dev.gloss.server.project.WorkspaceFiles;
import dev.gloss.server.work.Workers;
import dev.gloss.server.workspace.Document;
import dev.gloss.server.workspace.Documents;
import dev.gloss.server.workspace.PromptAdmission;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A workspace on the disk, and a person who points into its files. In a file's text `¦` stands
/// before the name that is pointed at; it is no part of the file.
final class CodeInTest {
  private static final String CURSOR = "¦";

  final Documents documents = new Documents();
  final WorkspaceFiles project;
  final Symbols symbols;
  private final Path folder;

  CodeInTest(Path folder) {
    this.folder = folder;
    PromptAdmission admission = new PromptAdmission();
    project =
        new WorkspaceFiles(
            Workers.ofThisMachine(),
            documents,
            path -> admission.refusal(path, List.of(folder), true).isEmpty());
    project.roots(List.of(folder));
    symbols = new Symbols(project);
  }

  /// Writes a file.
  CodeInTest file(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A file as an editor opens it.
  Document document(String name, String text) {
    String language = FileLanguage.of(Path.of(name));
    return new Document(folder.resolve(name).toUri().toString(), language, 1, text);
  }

  /// What stands at the cursor of a text that is a file's.
  Optional<SymbolCard> at(String name, String text) {
    int cursor = text.indexOf(CURSOR);
    assertTrue(cursor >= 0, "the text has a cursor");
    String code = text.replace(CURSOR, "");
    file(name, code);
    return symbols.at(document(name, code), cursor, 60_000);
  }

  /// The same in `p/A.java`.
  Optional<SymbolCard> at(String text) {
    return at("p/A.java", text);
  }

  /// Points into `p/A.java` and finds that.
  ///
  /// @param expected kind, name, file and line: `method sum A.java:3`; `nothing`
  void check(String text, String expected) {
    check("p/A.java", text, expected);
  }

  /// The same in a file.
  void check(String name, String text, String expected) {
    assertEquals(expected, at(name, text).map(CodeInTest::told).orElse("nothing"), text);
  }

  private static String told(SymbolCard card) {
    String where =
        card.where() == null ? "outside" : card.where().fileName() + ":" + card.where().line();
    return card.kind() + " " + card.name() + " " + where;
  }
}
