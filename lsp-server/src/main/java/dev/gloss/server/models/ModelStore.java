package dev.gloss.server.models;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The folder of the models: `OWNER/NAME/FILE` for each file of a hub's repository, and beside the
/// first file of each model a [PullRecord]. GGUF files and folders in Hugging Face layout that
/// somebody put there are models too.
///
/// Nothing is kept in memory: what is on the disk counts, whichever process put it there.
public final class ModelStore {
  private static final int DEEPEST = 8;
  private static final String GGUF = ".gguf";
  private static final String CONFIG = "config.json";

  private final Path folder;

  /// @param folder need not exist
  public ModelStore(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /// A download that was broken off.
  ///
  /// @param name what it is called in its repository: `OWNER/NAME:FILE`
  /// @param part what is there of it
  /// @param bytes how much that is
  public record Unfinished(String name, Path part, long bytes) {}

  /// Where the models are.
  public Path folder() {
    return folder;
  }

  /// All models, by name; none where there is no such folder.
  ///
  /// @throws IOException if the folder cannot be read
  public List<StoredModel> list() throws IOException {
    List<Path> files = allFiles();
    List<StoredModel> models = new ArrayList<>();
    files.stream().flatMap(file -> pulled(file).stream()).forEach(models::add);
    Set<Path> known =
        models.stream().flatMap(model -> model.files().stream()).collect(Collectors.toSet());
    files.stream()
        .filter(file -> !known.contains(file))
        .flatMap(file -> byHand(file, files).stream())
        .forEach(models::add);
    models.sort(Comparator.comparing(StoredModel::name));
    return models;
  }

  /// The model that a person means.
  ///
  /// @param wanted its name or a part of it that no other model has
  /// @return empty where there is none
  /// @throws IllegalArgumentException if several may be meant
  /// @throws IOException if the folder cannot be read
  public Optional<StoredModel> find(String wanted) throws IOException {
    return StoredModel.find(wanted, list());
  }

  /// What was begun and not ended, by name.
  ///
  /// @throws IOException if the folder cannot be read
  public List<Unfinished> unfinished() throws IOException {
    List<Unfinished> unfinished = new ArrayList<>();
    for (Path file : allFiles()) {
      if (file.toString().endsWith(Part.ENDING)) {
        String path = relative(file).replaceFirst("\\.part$", "");
        String name = path.replaceFirst("^([^/]+/[^/]+)/", "$1:");
        unfinished.add(new Unfinished(name, file, Files.size(file)));
      }
    }
    return unfinished;
  }

  /// Deletes a model that was pulled.
  ///
  /// @throws IllegalArgumentException if it was put there by hand
  /// @throws IOException if a file cannot be deleted
  public void remove(StoredModel model) throws IOException {
    if (model.record() == null) {
      throw new IllegalArgumentException(
          model.path() + ": gloss did not pull this model, so it does not delete it; you can");
    }
    Path anchor = model.files().getFirst();
    try (PullLock lock = PullLock.take(folder, anchor)) {
      for (Path file : model.files()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(recordOf(anchor));
    }
    removeEmpty(anchor.getParent());
  }

  /// Deletes what is there of a download that was broken off.
  ///
  /// @throws IOException if a file cannot be deleted
  public void remove(Unfinished unfinished) throws IOException {
    Path target = targetOf(unfinished.part());
    try (PullLock lock = PullLock.take(folder, target)) {
      Files.deleteIfExists(unfinished.part());
      Files.deleteIfExists(target.resolveSibling(target.getFileName() + Part.STATE_ENDING));
    }
    removeEmpty(unfinished.part().getParent());
  }

  /// Where a repository's file is or is to be.
  ///
  /// @throws IllegalArgumentException if its path might lead out of the repository's folder
  Path file(String repository, String path) {
    return SafePath.below(folder.resolve(repository), path);
  }

  /// Where the record of a model is.
  static Path recordOf(Path anchor) {
    return anchor.resolveSibling(anchor.getFileName() + PullRecord.ENDING);
  }

  private static Path targetOf(Path part) {
    String name = part.getFileName().toString();
    return part.resolveSibling(name.substring(0, name.length() - Part.ENDING.length()));
  }

  private List<Path> allFiles() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try {
      // Also where the folder or one in it is a link to a larger disk.
      return files(FileVisitOption.FOLLOW_LINKS);
    } catch (FileSystemLoopException e) {
      return files();
    }
  }

  private List<Path> files(FileVisitOption... options) throws IOException {
    try (Stream<Path> files = Files.walk(folder, DEEPEST, options)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (java.io.UncheckedIOException e) {
      throw Objects.requireNonNull(e.getCause());
    }
  }

  private Optional<StoredModel> pulled(Path file) {
    if (!file.toString().endsWith(PullRecord.ENDING)) {
      return Optional.empty();
    }
    return JsonFile.read(file, PullRecord.class)
        .filter(record -> !record.files().isEmpty())
        .flatMap(record -> pulled(file, record));
  }

  private Optional<StoredModel> pulled(Path recordFile, PullRecord record) {
    try {
      String repository = new HubName(record.repository(), null).repository();
      List<Path> files =
          record.files().stream().map(entry -> file(repository, entry.path())).toList();
      Path anchor = files.getFirst();
      boolean gguf = anchor.toString().endsWith(GGUF);
      String name =
          gguf ? repository + ":" + Variant.nameOf(record.files().getFirst().path()) : repository;
      // A record that was moved or changed by hand does not speak for files elsewhere.
      return recordOf(anchor).equals(recordFile)
          ? Optional.of(
              new StoredModel(
                  name, gguf ? anchor : Objects.requireNonNull(anchor.getParent()), files, record))
          : Optional.empty();
    } catch (IllegalArgumentException | NullPointerException e) {
      return Optional.empty();
    }
  }

  private Optional<StoredModel> byHand(Path file, List<Path> all) {
    String name = file.getFileName().toString();
    if (name.endsWith(GGUF)) {
      List<Path> parts =
          all.stream()
              .filter(other -> other.toString().endsWith(GGUF))
              .filter(
                  other -> Variant.nameOf(other.toString()).equals(Variant.nameOf(file.toString())))
              .toList();
      return parts.getFirst().equals(file)
          ? Optional.of(new StoredModel(Variant.nameOf(relative(file)), file, parts, null))
          : Optional.empty();
    }
    Path parent = Objects.requireNonNull(file.getParent());
    List<Path> siblings = all.stream().filter(other -> parent.equals(other.getParent())).toList();
    boolean weights =
        siblings.stream().anyMatch(other -> other.toString().endsWith(".safetensors"));
    if (!name.equals(CONFIG) || !weights) {
      return Optional.empty();
    }
    Set<Path> files = new HashSet<>(siblings);
    files.remove(file);
    return Optional.of(
        new StoredModel(
            relative(parent),
            parent,
            Stream.concat(Stream.of(file), files.stream().sorted()).toList(),
            null));
  }

  private String relative(Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  /// Deletes a folder and those above it as long as nothing is in them.
  private void removeEmpty(@Nullable Path lowest) throws IOException {
    Path empty = lowest;
    while (empty != null && !empty.equals(folder) && empty.startsWith(folder)) {
      try {
        Files.deleteIfExists(empty);
      } catch (DirectoryNotEmptyException e) {
        return;
      }
      empty = empty.getParent();
    }
  }
}
