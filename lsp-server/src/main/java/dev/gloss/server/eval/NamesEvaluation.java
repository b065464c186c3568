package dev.gloss.server.eval;

import dev.gloss.server.names.NameTable;
import dev.gloss.server.names.Names;
import dev.gloss.server.names.Target;
import dev.gloss.server.project.FileLanguage;
import dev.gloss.server.project.WorkspaceFiles;
import dev.gloss.server.work.Workers;
import dev.gloss.server.workspace.Document;
import dev.gloss.server.workspace.Documents;
import dev.gloss.server.workspace.PositionEncoding;
import dev.gloss.server.workspace.Span;
import dev.gloss.server.workspace.TextPosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/// Points at names in files of other languages than Java, and writes down which declarations are
/// found, to be compared with what the language's own server answers.
public final class NamesEvaluation {
  private static final long PATIENCE_MILLIS = 60_000;

  private final Set<String> languages;
  private final int names;
  private final long seed;

  /// A name to point at.
  private record Place(Document document, Span name) {}

  /// @param languages of the files that are looked at, as LSP names them
  /// @param names to point at in each folder at most
  /// @param seed by which they are chosen
  public NamesEvaluation(Set<String> languages, int names, long seed) {
    this.languages = Set.copyOf(languages);
    this.names = names;
    this.seed = seed;
  }

  /// Points at names of one folder: those that speak of something, and those that are imported;
  /// each is as likely as any other.
  ///
  /// @param folder the workspace
  /// @throws IOException if it cannot be read, or has too many files
  /// @throws IllegalArgumentException if there is no name in it to point at
  public List<NameAnswer> run(Path folder) throws IOException {
    Path root = folder.toRealPath();
    WorkspaceFiles project =
        new WorkspaceFiles(Workers.ofThisMachine(), new Documents(), path -> true);
    project.roots(List.of(root));
    if (!project.await(PATIENCE_MILLIS)) {
      throw new IOException(folder + ": has too many files");
    }
    List<Place> places = new ArrayList<>();
    for (Path path : files(root)) {
      project.file(path).flatMap(project::text).ifPresent(file -> places.addAll(places(file)));
    }
    if (places.isEmpty()) {
      throw new IllegalArgumentException(folder + ": has no names in files of " + languages);
    }
    Collections.shuffle(places, new Random(seed));
    Names known = new Names(project);
    return places.stream()
        .limit(names)
        .map(place -> answer(root, place, known.at(place.document(), place.name().start())))
        .toList();
  }

  private List<Path> files(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths.filter(path -> languages.contains(FileLanguage.of(path))).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static List<Place> places(Document document) {
    return document.analysis(NameTable.OF).map(NameTable::speaking).orElse(List.of()).stream()
        .map(name -> new Place(document, name))
        .toList();
  }

  private static NameAnswer answer(Path root, Place place, Optional<Target> meant) {
    TextPosition at = position(place.document(), place.name());
    return new NameAnswer(
        root.toString(),
        path(place.document()),
        at.line(),
        at.character(),
        place.name().of(place.document().text()),
        meant.map(NamesEvaluation::declaration).orElse(null));
  }

  private static NameAnswer.Declaration declaration(Target meant) {
    TextPosition at = position(meant.document(), meant.definition().name());
    return new NameAnswer.Declaration(
        path(meant.document()), at.line(), at.character(), meant.definition().kind());
  }

  private static TextPosition position(Document document, Span name) {
    return document.lines().position(name.start(), PositionEncoding.UTF16);
  }

  private static String path(Document document) {
    return Path.of(URI.create(document.uri())).toString();
  }
}
