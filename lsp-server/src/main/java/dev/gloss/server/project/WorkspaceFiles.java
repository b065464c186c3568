package dev.gloss.server.project;

import dev.gloss.server.secrets.SecretMask;
import dev.gloss.server.work.Urgency;
import dev.gloss.server.work.Workers;
import dev.gloss.server.workspace.Analysis;
import dev.gloss.server.workspace.Document;
import dev.gloss.server.workspace.Documents;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// The files of the workspace folders, for one editor.
///
/// They are listed by a walk in the background, again when the editor tells of changes, and when
/// somebody uses a list that is not fresh any more. Texts are read when they are asked for and kept
/// while memory lasts; what is open in the editor comes from there. Whether a file may be read is
/// asked each time. Safe for use by many threads.
public final class WorkspaceFiles {
  /// What a file declares.
  public static final Analysis<Outline> OUTLINE =
      new Analysis<>(document -> Outline.of(document.text(), document.languageId()));

  /// The text with secrets covered, as long as the text itself.
  public static final Analysis<String> MASKED =
      new Analysis<>(document -> SecretMask.mask(document.text()));

  /// A list is that fresh, for editors that do not tell what changes.
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(30);

  /// What takes long is done the more seldom: a share of time at most.
  private static final long SELDOM = 50;

  /// Files of which a piece of work in the background takes the declarations.
  private static final int BATCH = 50;

  private static final String JAVA = "java";

  private final Workers workers;
  private final Documents documents;
  private final Predicate<Path> admits;
  private final DeclarationIndex index = new DeclarationIndex();
  private final Map<Path, Read> texts = new ConcurrentHashMap<>();
  private Map<Path, Path> roots = Map.of();
  private Listing listing = Listing.of(FolderWalk.Found.NOTHING);
  private CompletableFuture<?> walking = CompletableFuture.completedFuture(null);
  private boolean stale = true;
  private long walkedNanos;

  /// What the last walk took.
  private long walkNanos;

  private long generation;

  /// The text of a file as the disk had it.
  private record Read(ProjectFile file, SoftReference<Document> text) {}

  /// All files by their folders and by their names, and the folders of Java by theirs.
  private record Listing(
      Map<Path, List<ProjectFile>> folders,
      Map<String, List<ProjectFile>> files,
      Map<String, List<Path>> names,
      boolean complete) {

    static Listing of(FolderWalk.Found found) {
      Map<Path, List<ProjectFile>> folders = new HashMap<>();
      Map<String, List<ProjectFile>> files = new HashMap<>();
      Map<String, Set<Path>> names = new HashMap<>();
      for (ProjectFile file : found.files().values()) {
        Path folder = file.path().getParent();
        if (folder != null) {
          folders.computeIfAbsent(folder, path -> new ArrayList<>()).add(file);
          files.computeIfAbsent(lastName(file.path()), name -> new ArrayList<>()).add(file);
          if (file.languageId().equals(JAVA)) {
            names.computeIfAbsent(lastName(folder), name -> new LinkedHashSet<>()).add(folder);
          }
        }
      }
      Map<String, List<Path>> javaFolders = new HashMap<>();
      names.forEach((name, paths) -> javaFolders.put(name, List.copyOf(paths)));
      return new Listing(folders, files, javaFolders, found.complete());
    }

    List<ProjectFile> in(Path folder) {
      return folders.getOrDefault(folder, List.of());
    }
  }

  private static String lastName(Path path) {
    return String.valueOf(path.getFileName());
  }

  /// @param workers on which the folders are walked
  /// @param documents that are open
  /// @param admits which files may be read; reads ignore files, so it takes its time
  public WorkspaceFiles(Workers workers, Documents documents, Predicate<Path> admits) {
    this.workers = workers;
    this.documents = documents;
    this.admits = admits;
  }

  /// From now on the workspace has these folders. Returns at once.
  public synchronized void roots(List<Path> folders) {
    Map<Path, Path> names = new LinkedHashMap<>();
    folders.forEach(folder -> names.putIfAbsent(real(folder), folder));
    roots = names;
    stale = true;
  }

  /// Something changed on the disk, as the editor says. Returns at once.
  public synchronized void changed(Collection<Path> paths) {
    stale |= !paths.isEmpty();
  }

  /// What the files declare, as far as it is known.
  public DeclarationIndex index() {
    return index;
  }

  /// Another number for each list of files.
  public synchronized long generation() {
    return generation;
  }

  /// Lists the files if that was not done yet, and waits until it is.
  ///
  /// @param millis to wait at most
  /// @return whether all files of the folders are known now
  public boolean await(long millis) {
    CompletableFuture<?> walk = walk();
    if (walk.isDone()) {
      return listing().complete();
    }
    return Workers.waiting(
            () -> {
              var unused =
                  walk.copy().completeOnTimeout(null, millis, TimeUnit.MILLISECONDS).join();
              return walk.isDone();
            })
        && listing().complete();
  }

  /// Whether a file stands in one of the folders.
  ///
  /// @param path without links in its folders
  public synchronized boolean covers(Path path) {
    return roots.keySet().stream().anyMatch(path::startsWith);
  }

  /// Whether a file may be listed by its name: it stands in one of the folders, and none on the way
  /// to it is passed over. Looks at nothing.
  ///
  /// @param path with or without links in its folders
  public synchronized boolean lists(Path path) {
    return roots.entrySet().stream()
        .anyMatch(root -> lists(root.getKey(), path) || lists(root.getValue(), path));
  }

  private static boolean lists(Path root, Path path) {
    if (!path.startsWith(root) || path.equals(root)) {
      return false;
    }
    Path below = root.relativize(path);
    for (int i = 0; i < below.getNameCount() - 1; i++) {
      if (FolderWalk.isLeftOut(below.getName(i))) {
        return false;
      }
    }
    return true;
  }

  /// The folders in which a Java package may be, by their names.
  ///
  /// @param name of the package; not empty
  public List<Path> folders(String name) {
    Path folder = Path.of(name.replace('.', '/'));
    return listing().names().getOrDefault(lastName(folder), List.of()).stream()
        .filter(path -> path.endsWith(folder))
        .toList();
  }

  /// The Java files of a folder.
  public List<ProjectFile> javaFiles(Path folder) {
    return files(folder, JAVA);
  }

  /// The files of a language in a folder.
  ///
  /// @param languageId as LSP names it
  public List<ProjectFile> files(Path folder, String languageId) {
    return listing().in(folder).stream()
        .filter(file -> file.languageId().equals(languageId))
        .toList();
  }

  /// The files of code that have a name, in whatever folder.
  public List<ProjectFile> filesNamed(String name) {
    return listing().files().getOrDefault(name, List.of());
  }

  /// A file that is known; empty for others.
  public Optional<ProjectFile> file(Path path) {
    return path.getParent() == null
        ? Optional.empty()
        : listing().in(path.getParent()).stream()
            .filter(file -> file.path().equals(path))
            .findFirst();
  }

  /// The text of a file: the editor's if it is open there, else the disk's. Empty where it may not
  /// be read, cannot be, or is too long.
  public Optional<Document> text(ProjectFile file) {
    return admits(file.path()) ? open(file).or(() -> onDisk(file)) : Optional.empty();
  }

  /// The same where all files are read one after the other: the text is not kept.
  ///
  /// @param file as it is now
  public Optional<Document> textOnce(ProjectFile file) {
    return admits(file.path()) ? open(file).or(() -> read(file)) : Optional.empty();
  }

  /// What the editor has of a file; empty where it is not open there.
  public Optional<Document> open(ProjectFile file) {
    return documents
        .find(file.uri())
        .or(() -> documents.find(asTheEditorNamesIt(file.path()).toUri().toString()));
  }

  /// Whether a file may be read. Looks at the disk.
  public boolean admits(Path path) {
    return admits.test(path);
  }

  /// The path of a file below its workspace folder, with slashes; its name where it has none.
  public synchronized String nameOf(Path path) {
    for (Path root : roots.keySet()) {
      if (path.startsWith(root)) {
        return root.relativize(path).toString().replace('\\', '/');
      }
    }
    return lastName(path);
  }

  /// The workspace folders, without links in their paths.
  public synchronized List<Path> roots() {
    return List.copyOf(roots.keySet());
  }

  /// Below the folder as it was given, which may be a link.
  private synchronized Path asTheEditorNamesIt(Path path) {
    for (Map.Entry<Path, Path> root : roots.entrySet()) {
      if (path.startsWith(root.getKey())) {
        return root.getValue().resolve(root.getKey().relativize(path));
      }
    }
    return path;
  }

  private Optional<Document> onDisk(ProjectFile file) {
    ProjectFile current;
    try {
      current = ProjectFile.at(file.path()).orElse(null);
    } catch (IOException e) {
      return Optional.empty();
    }
    if (current == null) {
      return Optional.empty();
    }
    Read known = texts.get(file.path());
    Document text = known == null ? null : known.text().get();
    if (text != null && known != null && known.file().equals(current)) {
      return Optional.of(text);
    }
    Optional<Document> read = read(current);
    read.ifPresent(now -> texts.put(file.path(), new Read(current, new SoftReference<>(now))));
    return read;
  }

  private static Optional<Document> read(ProjectFile file) {
    try {
      return file.sizeBytes() > ProjectFile.LARGEST_BYTES
          ? Optional.empty()
          : Optional.of(
              new Document(file.uri(), file.languageId(), 0, Files.readString(file.path())));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private synchronized Listing listing() {
    return listing;
  }

  /// The walk that is under way, or a new one where there is need of one. Somebody waits for it.
  private synchronized CompletableFuture<?> walk() {
    long fresh = Math.max(FRESH_NANOS, SELDOM * walkNanos);
    boolean old = System.nanoTime() - walkedNanos > fresh;
    if (walking.isDone() && (stale || old)) {
      boolean wasStale = stale;
      stale = false;
      walkedNanos = System.nanoTime();
      List<Path> folders = List.copyOf(roots.keySet());
      CompletableFuture<?> walk =
          workers
              .submit(
                  Urgency.TYPED, "workspace " + System.identityHashCode(this), () -> walk(folders))
              .result()
              .handle((done, failure) -> null);
      walking = walk;
      // Who only wants to be sure again does not wait for it.
      return wasStale ? walk : CompletableFuture.completedFuture(null);
    }
    return walking;
  }

  private boolean walk(List<Path> folders) {
    long start = System.nanoTime();
    FolderWalk.Found found = FolderWalk.through(folders);
    Listing next = Listing.of(found);
    synchronized (this) {
      generation += next.equals(listing) ? 0 : 1;
      listing = next;
      walkNanos = System.nanoTime() - start;
    }
    texts.keySet().retainAll(found.files().keySet());
    index.retain(found.files().keySet());
    takeIn(new ArrayList<>(found.files().values()), 0);
    return true;
  }

  /// Takes the declarations of files into the index, some at a time, less urgently than all else.
  private void takeIn(List<ProjectFile> files, int from) {
    if (from >= files.size()) {
      return;
    }
    var unused =
        workers.submit(
            Urgency.BACKGROUND,
            "index " + System.identityHashCode(this),
            () -> {
              int to = Math.min(files.size(), from + BATCH);
              for (ProjectFile file : files.subList(from, to)) {
                Workers.poll();
                if (!index.has(file)) {
                  text(file)
                      .ifPresent(text -> index.put(file, text.analysis(OUTLINE).declarations()));
                }
              }
              takeIn(files, to);
              return true;
            });
  }

  /// A path without links in it; as it is where it leads nowhere.
  public static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      return folder.toAbsolutePath().normalize();
    }
  }
}
