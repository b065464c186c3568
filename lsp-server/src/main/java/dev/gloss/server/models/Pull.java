package dev.gloss.server.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Fetches a model from a hub into the store.
public final class Pull {
  /// What is left free on the disk at least.
  private static final long SPARE_BYTES = 64L << 20;

  private final ModelStore store;
  private final HubAccess access;
  private final PullListener listener;
  private final Retries.Sleeper sleeper;
  private final FreeSpace freeSpace;

  /// Tells how much may be written.
  @FunctionalInterface
  interface FreeSpace {
    long bytes(Path folder) throws IOException;
  }

  /// A pull into this store.
  public Pull(ModelStore store, HubAccess access, PullListener listener) {
    this(
        store,
        access,
        listener,
        Thread::sleep,
        folder -> Files.getFileStore(folder).getUsableSpace());
  }

  Pull(
      ModelStore store,
      HubAccess access,
      PullListener listener,
      Retries.Sleeper sleeper,
      FreeSpace freeSpace) {
    this.store = store;
    this.access = access;
    this.listener = listener;
    this.sleeper = sleeper;
    this.freeSpace = freeSpace;
  }

  /// What came.
  ///
  /// @param model as it now lies in the store
  /// @param choice which of the repository's files it is
  /// @param fetchedBytes how much had to be fetched; 0 where all was there already
  public record Pulled(StoredModel model, FileChoice choice, long fetchedBytes) {}

  /// Fetches a model; what is there already is not fetched again.
  ///
  /// @throws PullException if it cannot be had; the message says why and what to do
  /// @throws IOException if the store cannot be written
  public Pulled run(HubName name) throws IOException {
    Retries retries = new Retries(sleeper, listener::note);
    try (Hub hub = new Hub(access)) {
      Optional<List<HubFile>> files = retries.run(() -> hub.files(name.repository()));
      FileChoice choice =
          files.isPresent() ? FileChoice.of(name, files.get()) : FileChoice.unlisted(name);
      listener.chosen(name.repository(), choice);
      List<Path> targets = targets(name, choice);
      prepare(targets);
      try (PullLock lock = PullLock.take(store.folder(), targets.getFirst())) {
        return fetch(name, choice, targets, new Download(hub, retries, listener));
      }
    }
  }

  private List<Path> targets(HubName name, FileChoice choice) throws PullException {
    try {
      return choice.files().stream()
          .map(file -> store.file(name.repository(), file.path()))
          .toList();
    } catch (IllegalArgumentException e) {
      throw new PullException(name + ": " + e.getMessage(), e);
    }
  }

  private void prepare(List<Path> targets) throws PullException {
    try {
      for (Path target : targets) {
        Files.createDirectories(target.getParent());
      }
    } catch (IOException e) {
      throw new PullException(
          "%s: cannot be written (%s); put a folder that can into the environment as GLOSS_MODELS"
              .formatted(store.folder(), e),
          e);
    }
  }

  private Pulled fetch(HubName name, FileChoice choice, List<Path> targets, Download download)
      throws IOException {
    List<HubFile> missing = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      if (!isThere(choice.files().get(i), targets.get(i))) {
        missing.add(choice.files().get(i));
      }
    }
    checkSpace(name, missing);
    long fetched = 0;
    for (HubFile file : missing) {
      Path target = store.file(name.repository(), file.path());
      download.fetch(name.repository(), file, target);
      fetched += Files.size(target);
    }
    Path anchor = targets.getFirst();
    JsonFile.write(ModelStore.recordOf(anchor), record(name, choice, targets));
    StoredModel model =
        store.list().stream()
            .filter(stored -> stored.files().contains(anchor))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException(anchor + " was pulled and is not there"));
    return new Pulled(model, choice, fetched);
  }

  /// Whether the file is there and is the one that the hub has now.
  private boolean isThere(HubFile file, Path target) throws IOException {
    if (!Files.isRegularFile(target) || (file.bytes() >= 0 && Files.size(target) != file.bytes())) {
      return false;
    }
    Checksum expected = file.checksum();
    if (expected == null) {
      return file.bytes() >= 0;
    }
    listener.begin(file.name(), PullListener.Step.VERIFYING, 0, Files.size(target));
    Checksum found = Checksum.of(expected.kind(), target, listener::advanced);
    listener.end();
    return found.equals(expected);
  }

  private void checkSpace(HubName name, List<HubFile> missing) throws IOException {
    long wanted = 0;
    for (HubFile file : missing) {
      Path part = Part.fileOf(store.file(name.repository(), file.path()));
      long there = Files.exists(part) ? Files.size(part) : 0;
      wanted += Math.max(0, file.bytes() - there);
    }
    long free = freeSpace.bytes(store.folder());
    if (wanted > 0 && wanted + SPARE_BYTES > free) {
      throw new PullException(
          "%s: %s are to be fetched, %s are free in %s; make room, or put another folder into the environment as GLOSS_MODELS"
              .formatted(name, ByteCount.of(wanted), ByteCount.of(free), store.folder()));
    }
  }

  private PullRecord record(HubName name, FileChoice choice, List<Path> targets)
      throws IOException {
    List<PullRecord.Entry> entries = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      HubFile file = choice.files().get(i);
      entries.add(new PullRecord.Entry(file.path(), Files.size(targets.get(i)), file.checksum()));
    }
    return new PullRecord(
        access.address().toString(),
        name.repository(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        entries);
  }
}
