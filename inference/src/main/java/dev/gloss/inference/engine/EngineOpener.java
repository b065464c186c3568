package dev.gloss.inference.engine;

import dev.gloss.inference.ModelInfo;
import dev.gloss.inference.backend.Backend;
import dev.gloss.inference.backend.BackendFactory;
import dev.gloss.inference.model.TokenWork;
import dev.gloss.inference.schedule.DraftModel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Opens an engine's models one after the other; if one of them cannot be used, nothing stays open.
final class EngineOpener {
  private final Path path;
  private final EngineOptions options;
  private final BackendFactory factory;

  /// What was opened, the last one first.
  private final Deque<Runnable> closing = new ArrayDeque<>();

  private EngineOpener(Path path, EngineOptions options) {
    this.path = path;
    this.options = options;
    factory = Backends.chosen(options);
  }

  /// Opens an engine, see [LocalEngine#open].
  static LocalEngine open(Path path, EngineOptions options) {
    return new EngineOpener(path, options).open();
  }

  private LocalEngine open() {
    factory.prepare();
    OpenedModel opened = ModelFiles.open(path);
    closing.push(opened::close);
    try {
      return open(opened);
    } catch (InternalError e) {
      try {
        // What the virtual machine throws where a mapped file ends too soon.
        opened.model().requireUnchanged();
      } finally {
        closing.forEach(Runnable::run);
      }
      throw e;
    } catch (RuntimeException | Error e) {
      closing.forEach(Runnable::run);
      throw e;
    }
  }

  private LocalEngine open(OpenedModel opened) {
    Path draftPath = options.draftModel();
    DraftFiles draft = draftPath == null ? null : DraftFiles.open(draftPath, path, opened, factory);
    EngineOptions own = options;
    if (draft != null) {
      closing.push(draft::close);
      own = draft.reserve(options, factory);
    }
    ModelInfo model = ModelCard.of(opened, factory.name());
    MemoryPlan memory = LocalEngine.plan(model, opened.model(), factory, own);
    EngineParts parts =
        new EngineParts(
            model.withContextLength(memory.contextTokens()),
            TokenWork.of(opened.model()),
            memory,
            opened.tokenizer(),
            opened.endTokens(),
            opened.chatTemplate());
    Backend backend =
        new WatchedBackend(factory.open(opened.model(), memory.cacheTokens()), opened.model());
    closing.push(backend::close);
    DraftModel draftModel = start(draft, memory);
    Runnable atEnd =
        () -> {
          if (draft != null) {
            draft.close();
          }
          opened.close();
        };
    return new LocalEngine(backend, parts, draftModel, atEnd);
  }

  private @Nullable DraftModel start(@Nullable DraftFiles draft, MemoryPlan beside) {
    if (draft == null) {
      return null;
    }
    DraftModel model = draft.start(options, beside, factory);
    closing.push(model.backend()::close);
    return model;
  }
}
