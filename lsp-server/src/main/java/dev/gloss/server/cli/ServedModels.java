package dev.gloss.server.cli;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.ModelInfo;
import dev.gloss.server.assist.AssistException;
import dev.gloss.server.assist.Assistant;
import dev.gloss.server.assist.CompletionWarmUp;
import dev.gloss.server.assist.ModelSwitch;
import dev.gloss.server.assist.Role;
import dev.gloss.server.models.ByteCount;
import dev.gloss.server.status.StatusBoard;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The models that this process serves, within one budget of memory, and their change while it
/// runs.
///
/// Safe for use by many threads. One thread opens models, one after another.
final class ServedModels implements ModelSwitch, AutoCloseable {
  private static final Logger LOG = System.getLogger(ServedModels.class.getName());

  private final Assistant assistant;
  private final StatusBoard board;
  private final ModelOpener opener;
  private final ModelCatalogue catalogue;
  private final long memoryBytes;
  private final ExecutorService loader =
      Executors.newSingleThreadExecutor(
          task -> Thread.ofPlatform().daemon().name("gloss-load").unstarted(task));

  /// Written by the loading thread.
  private volatile Map<Role, Opened> serving = Map.of();

  /// The warm-ups, one after another: somebody may be waiting for the first model already, and all
  /// cores are its. Written by the loading thread.
  private CompletableFuture<Void> warming = CompletableFuture.completedFuture(null);

  /// A model that serves.
  private record Opened(Path path, OpenModel model) {
    long bytes() {
      return model.engine().memory().bytes();
    }
  }

  /// @param memoryBytes what all models together may take
  ServedModels(
      Assistant assistant,
      StatusBoard board,
      ModelOpener opener,
      ModelCatalogue catalogue,
      long memoryBytes) {
    this.assistant = assistant;
    this.board = board;
    this.opener = opener;
    this.catalogue = catalogue;
    this.memoryBytes = memoryBytes;
  }

  /// Begins to open the first models and returns at once. The one that completes explains too until
  /// the one that is to explain is ready.
  ///
  /// @param completion finds the model that completes; may throw what [ModelLocator#locate] does
  /// @param explanation finds the one that explains, likewise
  void start(Supplier<Path> completion, Supplier<Path> explanation) {
    board.loading("loading the model");
    loader.execute(() -> openFirst(completion, explanation));
  }

  /// Waits until everything that was asked for so far is done.
  void await() {
    try {
      loader.submit(() -> {}).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private void openFirst(Supplier<Path> completion, Supplier<Path> explanation) {
    List<Throwable> failures = new ArrayList<>();
    Optional<Path> first = attempt(completion, failures);
    Optional<Path> second =
        attempt(explanation, failures).filter(path -> !first.equals(Optional.of(path)));
    first.ifPresent(
        path ->
            attempt(() -> open(path, EnumSet.allOf(Role.class), spare(path, second)), failures));
    second.ifPresent(path -> attempt(() -> open(path, EnumSet.of(Role.EXPLANATION), 0), failures));
    assistant.settled();
    if (serving.isEmpty()) {
      // Whoever waits for the model is told; editing goes on without it.
      assistant.failed(failures.getFirst());
    } else if (!failures.isEmpty()) {
      String problem =
          failures.stream().map(Assistant::reason).distinct().collect(Collectors.joining("; "));
      LOG.log(Level.WARNING, problem);
      board.note(problem);
    }
  }

  private static <T> Optional<T> attempt(Supplier<T> action, List<Throwable> failures) {
    try {
      return Optional.of(action.get());
    } catch (RuntimeException | Error e) {
      failures.add(e);
      return Optional.empty();
    }
  }

  /// What the first model is to leave for the second one; nothing if both do not fit anyway.
  private long spare(Path first, Optional<Path> second) {
    return second.isEmpty() ? 0 : spare(opener, first, second.get(), memoryBytes);
  }

  /// What the first of two models is to leave for the second one; nothing if both do not fit
  /// anyway.
  static long spare(ModelOpener opener, Path first, Path second, long memoryBytes) {
    try {
      long wanted = opener.leastBytes(second);
      return opener.leastBytes(first) + wanted <= memoryBytes ? wanted : 0;
    } catch (ModelException e) {
      // Told when the second one is opened.
      return 0;
    }
  }

  @Override
  public State state() {
    try {
      Map<Role, Opened> now = serving;
      return new State(
          catalogue.known(),
          Optional.ofNullable(now.get(Role.COMPLETION)).map(ServedModels::served),
          Optional.ofNullable(now.get(Role.EXPLANATION)).map(ServedModels::served));
    } catch (IOException e) {
      throw new AssistException("the models cannot be listed: " + e.getMessage());
    }
  }

  private static Served served(Opened opened) {
    ModelInfo info = opened.model().engine().model();
    return new Served(
        opened.path().toString(), info.name(), info.dtype(), info.contextLength(), opened.bytes());
  }

  @Override
  public void use(Wish wish) {
    Future<?> change;
    try {
      change = loader.submit(() -> change(wish));
    } catch (RejectedExecutionException e) {
      throw new AssistException("the server is ending");
    }
    try {
      change.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssistException("interrupted; the model may come all the same");
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case AssistException known -> throw known;
        case ModelException bad -> throw new AssistException(Assistant.reason(bad));
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    }
  }

  private void change(Wish wish) {
    try {
      fulfil(wish);
    } finally {
      assistant.settled();
    }
  }

  private void fulfil(Wish wish) {
    Path path = catalogue.locate(wish.model());
    Optional<Opened> open =
        serving.values().stream().filter(opened -> opened.path().equals(path)).findFirst();
    if (open.isPresent()) {
      give(open.get(), wish.roles());
    } else {
      replace(path, wish);
    }
    board.note(null);
    if (wish.remember()) {
      catalogue.remember(path, wish.roles());
    }
  }

  /// Opens a model in the place of others.
  private void replace(Path path, Wish wish) {
    Set<Opened> displaced = displaced(wish.roles());
    long least = opener.leastBytes(path);
    long left = memoryBytes - taken();
    long leftWithoutOthers = left + bytes(displaced);
    if (least > left && (!wish.unloadFirst() || least > leftWithoutOthers)) {
      refuse(path, least, left, leftWithoutOthers);
    }
    if (!wish.unloadFirst()) {
      var unused = open(path, wish.roles(), 0);
      return;
    }
    Map<Role, Opened> before = serving;
    unload(wish.roles());
    try {
      var unused = open(path, wish.roles(), 0);
    } catch (RuntimeException | Error e) {
      throw new AssistException(Assistant.reason(e) + "; " + reopen(before, wish.roles()));
    }
  }

  private void refuse(Path path, long least, long left, long leftWithoutOthers) {
    String what =
        "%s takes %s at least; of %s for models %s are left"
            .formatted(
                path.getFileName(),
                ByteCount.of(least),
                ByteCount.of(memoryBytes),
                ByteCount.of(Math.max(0, left)));
    if (least <= leftWithoutOthers) {
      throw new NoRoom(what + ", unless the model that serves now is closed first (unloadFirst)");
    }
    throw new AssistException(
        what
            + ": allow more memory (--memory), or take a smaller file; the model before serves on");
  }

  /// Models that would have no role any more.
  private Set<Opened> displaced(Set<Role> roles) {
    Set<Opened> displaced = new HashSet<>(serving.values());
    serving.forEach(
        (role, opened) -> {
          if (!roles.contains(role)) {
            displaced.remove(opened);
          }
        });
    return displaced;
  }

  private long taken() {
    return bytes(new HashSet<>(serving.values()));
  }

  private static long bytes(Collection<Opened> models) {
    return models.stream().mapToLong(Opened::bytes).sum();
  }

  private void unload(Set<Role> roles) {
    Map<Role, Opened> rest = new EnumMap<>(Role.class);
    rest.putAll(serving);
    rest.keySet().removeAll(roles);
    serving = Map.copyOf(rest);
    assistant.unload(roles).join();
  }

  /// Opens again what was closed for nothing.
  ///
  /// @return what came of it, for a person
  private String reopen(Map<Role, Opened> before, Set<Role> roles) {
    try {
      for (Role role : roles) {
        Opened lost = before.get(role);
        if (lost != null) {
          Optional<Opened> again =
              serving.values().stream().filter(o -> o.path().equals(lost.path())).findFirst();
          if (again.isPresent()) {
            give(again.get(), EnumSet.of(role));
          } else {
            var unused = open(lost.path(), EnumSet.of(role), 0);
          }
        }
      }
      return "the model before serves again";
    } catch (RuntimeException | Error e) {
      assistant.failed(e);
      return "and the model before cannot be opened again: " + Assistant.reason(e);
    }
  }

  /// Opens a model and gives it roles.
  ///
  /// @param spareBytes what is to be left for others
  private Opened open(Path path, Set<Role> roles, long spareBytes) {
    if (!serving.isEmpty()) {
      board.note("loading " + path.getFileName());
    }
    try {
      long allowed = memoryBytes - taken() - spareBytes;
      Opened opened = new Opened(path, opener.open(path, Math.max(1, allowed)));
      if (!roles.contains(Role.COMPLETION) && opened.model().dialogue().isEmpty()) {
        opened.model().close();
        throw new AssistException(
            path.getFileName() + ": its files have no chat template, so it cannot explain");
      }
      give(opened, roles);
      warming = warming.thenRunAsync(() -> warmUp(opened, roles), ServedModels::startWarmUp);
      return opened;
    } finally {
      board.note(null);
    }
  }

  private void give(Opened opened, Set<Role> roles) {
    Map<Role, Opened> next = new EnumMap<>(Role.class);
    next.putAll(serving);
    roles.forEach(role -> next.put(role, opened));
    serving = Map.copyOf(next);
    var unused = assistant.use(roles, opened.model().forAssistant());
  }

  private static void startWarmUp(Runnable task) {
    Thread.ofVirtual().name("gloss-warm-up").start(task);
  }

  /// Less urgent than everything else: whoever asks meanwhile goes first.
  private void warmUp(Opened opened, Set<Role> roles) {
    try {
      opened.model().engine().warmUp().join();
      if (roles.contains(Role.COMPLETION)) {
        CompletionWarmUp.of(opened.model().engine());
      }
    } catch (RuntimeException e) {
      // Also when the server ends meanwhile. What is wrong will be told to whoever asks.
      LOG.log(Level.DEBUG, "the model was not warmed up", e);
    }
  }

  @Override
  public void close() {
    // A model that is still being loaded is given up with the process.
    loader.shutdownNow();
    assistant.close();
  }
}
