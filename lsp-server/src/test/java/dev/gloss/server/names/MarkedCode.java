package dev.gloss.server.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.server.project.FileLanguage;
import dev.gloss.server.project.WorkspaceFiles;
import dev.gloss.server.work.Workers;
import dev.gloss.server.workspace.Document;
import dev.gloss.server.workspace.Documents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Files in which it is written down what each name means: `⟦x=1⟧` declares what `⟦x@1⟧` speaks of,
/// and of `⟦x@⟧` nobody can be sure. The marks are no part of the files.
final class MarkedCode {
  private static final Pattern MARK = Pattern.compile("⟦([^⟧=@]+)([=@])(\\w*)⟧");

  private final Path folder;
  private final WorkspaceFiles project;
  private final Map<String, String> declared = new HashMap<>();
  private final List<Pointed> pointed = new ArrayList<>();

  /// A name that somebody points at.
  private record Pointed(Document document, int offset, String name, String mark) {}

  MarkedCode(Path folder) {
    this.folder = folder;
    this.project = new WorkspaceFiles(Workers.ofThisMachine(), new Documents(), path -> true);
    project.roots(List.of(folder));
  }

  /// Writes a file.
  MarkedCode file(String name, String marked) {
    Path path = folder.resolve(name);
    StringBuilder text = new StringBuilder();
    List<Pointed> here = new ArrayList<>();
    Matcher mark = MARK.matcher(marked);
    while (mark.find()) {
      mark.appendReplacement(text, "");
      int offset = text.length();
      text.append(mark.group(1));
      if (mark.group(2).equals("=")) {
        declared.put(mark.group(3), path.getFileName() + ":" + offset);
      }
      here.add(new Pointed(EMPTY, offset, mark.group(1), mark.group(3)));
    }
    mark.appendTail(text);
    Document document =
        new Document(path.toUri().toString(), FileLanguage.of(path), 1, text.toString());
    here.forEach(p -> pointed.add(new Pointed(document, p.offset(), p.name(), p.mark())));
    try {
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final Document EMPTY = new Document("untitled:empty", "text", 0, "");

  /// Points at each marked name.
  void check() {
    assertTrue(project.await(60_000), "the files are listed");
    Names names = new Names(project);
    for (Pointed point : pointed) {
      String found = names.at(point.document(), point.offset()).map(MarkedCode::told).orElse("");
      String wanted = declared.getOrDefault(point.mark(), "");
      assertEquals(wanted, found, () -> point.name() + "@" + point.mark() + " at " + line(point));
    }
    assertTrue(pointed.size() > 1, "some names are marked");
  }

  private static String line(Pointed point) {
    return point.document().uri() + ":" + (point.document().lines().lineAt(point.offset()) + 1);
  }

  private static String told(Target target) {
    String uri = target.document().uri();
    return uri.substring(uri.lastIndexOf('/') + 1) + ":" + target.definition().name().start();
  }
}
