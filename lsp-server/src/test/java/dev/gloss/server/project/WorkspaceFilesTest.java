package dev.gloss.server.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.server.work.Workers;
import dev.gloss.server.workspace.Document;
import dev.gloss.server.workspace.Documents;
import dev.gloss.server.workspace.PromptAdmission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Which files a workspace has, and what their texts are.
@Timeout(60)
class WorkspaceFilesTest {
  private static final long LONG = 30_000;

  @TempDir Path temporary;
  private Path folder;
  private final Documents documents = new Documents();
  private final PromptAdmission admission = new PromptAdmission();
  private WorkspaceFiles files;

  @BeforeEach
  void workspace() throws IOException {
    folder = temporary.toRealPath().resolve("w");
    files =
        new WorkspaceFiles(
            Workers.ofThisMachine(),
            documents,
            path -> admission.refusal(path, List.of(folder), true).isEmpty());
    write("src/a/b/One.java", "package a.b;\nclass One { int size; void go(int a) {} }\n");
    write("src/a/b/Two.java", "package a.b;\nclass Two {}\n");
    write("src/a/c/Three.java", "package a.c;\nclass Three {}\n");
    write("m.py", "def go(a):\n    return a\n");
    files.roots(List.of(folder));
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private String packageFiles(String name) {
    assertTrue(files.await(LONG));
    return files.folders(name).stream()
        .flatMap(in -> files.javaFiles(in).stream())
        .map(file -> file.path().getFileName().toString())
        .sorted()
        .collect(Collectors.joining(" "));
  }

  private String text(String name) {
    ProjectFile file = files.file(folder.resolve(name)).orElseThrow();
    return files.text(file).map(Document::text).orElse("(nothing)");
  }

  @Test
  void filesAreFoundByTheirPackages() {
    assertEquals("One.java Two.java", packageFiles("a.b"));
    assertEquals("Three.java", packageFiles("c"));
    assertEquals("", packageFiles("a"));
    assertTrue(files.covers(folder.resolve("x")));
    assertFalse(files.covers(temporary.resolve("x")));
  }

  @Test
  void whatIsOpenCountsBeforeTheDisk() {
    assertTrue(files.await(LONG));
    String name = "src/a/b/Two.java";
    String uri = folder.resolve(name).toUri().toString();
    assertEquals("package a.b;\nclass Two {}\n", text(name));
    documents.open(new Document(uri, "java", 1, "class Typed {}"));
    assertEquals("class Typed {}", text(name));
    documents.close(uri);
    assertEquals("package a.b;\nclass Two {}\n", text(name));
  }

  @Test
  void aFolderThatIsALinkIsTheSameFolder() throws IOException {
    Path link = Files.createSymbolicLink(temporary.resolve("link"), folder);
    files.roots(List.of(link));
    assertEquals("Three.java", packageFiles("a.c"));
    String uri = link.resolve("src/a/c/Three.java").toUri().toString();
    documents.open(new Document(uri, "java", 1, "class Typed {}"));
    assertEquals("class Typed {}", text("src/a/c/Three.java"));
  }

  @Test
  void changesAreSeen() throws IOException {
    assertEquals("One.java Two.java", packageFiles("a.b"));
    Path more = write("src/a/b/Zero.java", "package a.b;\nclass Zero {}\n");
    files.changed(List.of(more));
    assertEquals("One.java Two.java Zero.java", packageFiles("a.b"));
    long before = files.generation();
    write("src/a/b/Zero.java", "package a.b;\nclass Zero { int other; }\n");
    assertEquals("package a.b;\nclass Zero { int other; }\n", text("src/a/b/Zero.java"));
    files.changed(List.of());
    assertTrue(files.await(LONG));
    assertEquals(before, files.generation());
  }

  @Test
  void whatIsKeptOutIsNotRead() throws IOException {
    write(".gitignore", "Two.java\n");
    write("src/a/c/big/Big.java", "x".repeat(2_000_000));
    assertTrue(files.await(LONG));
    assertEquals("(nothing)", text("src/a/b/Two.java"));
    assertEquals("(nothing)", text("src/a/c/big/Big.java"));
    assertTrue(text("src/a/b/One.java").contains("One"));
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    Files.createSymbolicLink(folder.resolve("src/a/b/loop"), folder);
    Files.createSymbolicLink(folder.resolve("src/a/b/Copy.java"), folder.resolve("m.py"));
    assertEquals("One.java Two.java", packageFiles("a.b"));
  }

  @Test
  void declarationsAreIndexedInTheBackground() throws Exception {
    assertTrue(files.await(LONG));
    DeclarationIndex index = files.index();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONG);
    while (index.named("go").size() < 2 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    List<String> found =
        index.named("go").stream()
            .map(
                entry ->
                    entry.declaration().kind()
                        + " "
                        + entry.declaration().qualifiedName()
                        + "/"
                        + entry.declaration().arity())
            .sorted()
            .toList();
    assertEquals(List.of("FUNCTION a.b.One.go/1", "FUNCTION go/-1"), found);
    assertEquals(1, index.qualified("a.b.One.size").size());
    assertEquals(List.of(), index.qualified("a.c.One.size"));
    index.remove(folder.resolve("m.py"));
    assertEquals(1, index.named("go").size());
  }
}
