package dev.gloss.server.symbols;

import dev.gloss.server.project.Outline;
import dev.gloss.server.project.ProjectFile;
import dev.gloss.server.project.Skeleton;
import dev.gloss.server.project.WorkspaceFiles;
import dev.gloss.server.work.Workers;
import dev.gloss.server.workspace.Document;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardLocation;
import org.jspecify.annotations.Nullable;

/// The workspace as the compiler's source path, for one reading file: other files are cut down to
/// what it can speak of ([Skeleton]).
///
/// A class that two files declare is none: nobody knows which of them is meant.
final class SourcePath extends ForwardingJavaFileManager<JavaFileManager> {
  private static final String ENDING = ".java";

  private final WorkspaceFiles project;
  private final @Nullable Path self;
  private final String ownPackage;
  private final Set<String> names;
  private final long generation;
  private final Map<String, List<JavaFileObject>> packages = new HashMap<>();
  private final Map<URI, ProjectFile> files = new HashMap<>();
  private final Map<Path, Document> read = new HashMap<>();

  /// @param self the reading file, which the compiler has already; null where it is none of the
  ///   workspace
  /// @param document its text
  SourcePath(
      JavaFileManager files, WorkspaceFiles project, @Nullable Path self, Document document) {
    super(files);
    this.project = project;
    this.self = self;
    this.ownPackage = document.analysis(WorkspaceFiles.OUTLINE).packageName();
    this.names = Skeleton.names(document.text());
    this.generation = project.generation();
  }

  /// Another file of the workspace, as the reading one needs it. Offsets are those of the whole.
  final class Source extends SimpleJavaFileObject {
    private final ProjectFile file;
    private final String packageName;

    private Source(ProjectFile file, String packageName) {
      super(file.path().toUri(), Kind.SOURCE);
      this.file = file;
      this.packageName = packageName;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      Workers.poll();
      Optional<Document> text = project.text(file);
      if (text.isEmpty()) {
        return "";
      }
      files.put(toUri(), file);
      read.put(file.path(), text.get());
      Outline outline = text.get().analysis(WorkspaceFiles.OUTLINE);
      return outline.packageName().equals(packageName)
          ? Skeleton.of(text.get().text(), outline, names)
          : "";
    }

    private String binaryName() {
      String name = className(file);
      return packageName.isEmpty() ? name : packageName + "." + name;
    }
  }

  /// The file of the workspace that the compiler read under that name; empty for the reading one.
  Optional<ProjectFile> file(URI uri) {
    return Optional.ofNullable(files.get(uri));
  }

  /// What the compiler read under that name, as a whole.
  Optional<Document> document(URI uri) {
    return file(uri).map(file -> read.get(file.path()));
  }

  /// Whether the files that were read are still as they were read.
  boolean isFresh() {
    return project.generation() == generation
        && read.entrySet().stream()
            .allMatch(
                entry ->
                    project
                        .file(entry.getKey())
                        .flatMap(project::text)
                        .filter(text -> text == entry.getValue())
                        .isPresent());
  }

  @Override
  public Iterable<JavaFileObject> list(
      Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse)
      throws IOException {
    Workers.poll();
    if (location == StandardLocation.SOURCE_PATH) {
      return kinds.contains(JavaFileObject.Kind.SOURCE)
          ? packages.computeIfAbsent(packageName, this::sources)
          : List.of();
    }
    return location == StandardLocation.CLASS_PATH
        ? List.of()
        : super.list(location, packageName, kinds, recurse);
  }

  private List<JavaFileObject> sources(String packageName) {
    Map<String, List<ProjectFile>> byClass = new HashMap<>();
    for (Path folder : folders(packageName)) {
      List<ProjectFile> files = project.javaFiles(folder);
      boolean all = isPackage(files, packageName);
      files.stream()
          .filter(file -> all || isOwn(folder) && declares(file, packageName))
          .forEach(
              file ->
                  byClass.computeIfAbsent(className(file), name -> new ArrayList<>()).add(file));
    }
    return byClass.values().stream()
        .filter(files -> files.size() == 1)
        .map(List::getFirst)
        .filter(file -> !file.path().equals(self))
        .map(file -> (JavaFileObject) new Source(file, packageName))
        .toList();
  }

  /// Folders of a package: those named after it, and the reading file's own, wherever that lies.
  private Set<Path> folders(String packageName) {
    Set<Path> folders =
        new LinkedHashSet<>(packageName.isEmpty() ? List.of() : project.folders(packageName));
    if (packageName.equals(ownPackage) && self != null && self.getParent() != null) {
      folders.add(self.getParent());
    }
    return folders;
  }

  /// The files of a folder have one package, which the folder's name alone does not tell.
  private boolean isPackage(List<ProjectFile> files, String packageName) {
    return files.stream()
        .filter(file -> !className(file).endsWith("-info"))
        .filter(file -> project.text(file).isPresent())
        .limit(1)
        .allMatch(file -> declares(file, packageName));
  }

  private boolean isOwn(Path folder) {
    return self != null && folder.equals(self.getParent());
  }

  private boolean declares(ProjectFile file, String packageName) {
    return project
        .text(file)
        .map(text -> text.analysis(WorkspaceFiles.OUTLINE).packageName())
        .filter(packageName::equals)
        .isPresent();
  }

  private static String className(ProjectFile file) {
    String name = String.valueOf(file.path().getFileName());
    return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
  }

  @Override
  public String inferBinaryName(Location location, JavaFileObject file) {
    return file instanceof Source source
        ? source.binaryName()
        : super.inferBinaryName(location, file);
  }

  @Override
  public boolean hasLocation(Location location) {
    return location == StandardLocation.SOURCE_PATH || super.hasLocation(location);
  }

  @Override
  public boolean isSameFile(FileObject a, FileObject b) {
    return a instanceof SimpleJavaFileObject || b instanceof SimpleJavaFileObject
        ? a.equals(b)
        : super.isSameFile(a, b);
  }

  @Override
  public boolean contains(Location location, FileObject file) throws IOException {
    return file instanceof Source
        ? location == StandardLocation.SOURCE_PATH
        : super.contains(location, file);
  }
}
