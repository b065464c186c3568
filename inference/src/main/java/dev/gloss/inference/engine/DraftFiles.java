package dev.gloss.inference.engine;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.Tokenizer;
import dev.gloss.inference.backend.Backend;
import dev.gloss.inference.backend.BackendFactory;
import dev.gloss.inference.backend.MemoryNeed;
import dev.gloss.inference.schedule.DraftModel;
import java.nio.file.Path;
import java.util.Arrays;

/// The files of a model that drafts for another one. Owns the model.
///
/// @param path for messages
/// @param opened the files
/// @param need what the model takes
record DraftFiles(Path path, OpenedModel opened, MemoryNeed need) implements AutoCloseable {
  /// Tokens of its cache that are reserved before the other model takes what it can use.
  private static final int LEAST_CONTEXT = 2048;

  /// Opens a model to draft.
  ///
  /// @param path its file or folder, as for [LocalEngine#open]
  /// @param forPath file or folder of the model that it drafts for
  /// @throws ModelException if it cannot be used, or its vocabulary is not the other's; the message
  ///   names both files then
  static DraftFiles open(Path path, Path forPath, OpenedModel forModel, BackendFactory factory) {
    OpenedModel opened = ModelFiles.open(path);
    try {
      checkVocabulary(path, opened.tokenizer(), forPath, forModel.tokenizer());
      return new DraftFiles(path, opened, factory.need(opened.model()));
    } catch (RuntimeException | Error e) {
      opened.close();
      throw e;
    }
  }

  private static void checkVocabulary(
      Path path, Tokenizer tokens, Path forPath, Tokenizer expected) {
    String refusal = path + ": cannot draft for " + forPath + ", whose vocabulary is another: ";
    if (tokens.vocabularySize() != expected.vocabularySize()) {
      throw new ModelException(
          "%sit has %,d tokens, expected %,d"
              .formatted(refusal, tokens.vocabularySize(), expected.vocabularySize()));
    }
    if (tokens instanceof IdTokenizer || expected instanceof IdTokenizer) {
      return;
    }
    for (int id = 0; id < tokens.vocabularySize(); id++) {
      if (tokens.isSpecial(id) != expected.isSpecial(id)
          || !Arrays.equals(tokens.bytesOf(id), expected.bytesOf(id))) {
        throw new ModelException(
            "%stoken %d is '%s', expected '%s'"
                .formatted(refusal, id, tokens.decode(id), expected.decode(id)));
      }
    }
  }

  /// What the other model leaves for this one, of what both may take.
  EngineOptions reserve(EngineOptions options, BackendFactory factory) {
    int context = options.contextTokens() > 0 ? options.contextTokens() : LEAST_CONTEXT;
    return options.withMemoryBytes(Math.max(1, allowed(options, factory) - need.bytes(context)));
  }

  /// Makes the model ready to run, with as much cache as fits beside the other one.
  ///
  /// @param beside how the other one was fitted into memory
  /// @throws ModelException if it does not fit
  DraftModel start(EngineOptions options, MemoryPlan beside, BackendFactory factory) {
    long left = Math.max(1, allowed(options, factory) - beside.bytes());
    MemoryPlan plan =
        MemoryPlan.of(
            opened.name(),
            opened.model().config().maxPositionEmbeddings(),
            need,
            options
                .withMemoryBytes(left)
                .withContextTokens(Math.min(beside.contextTokens(), LEAST_CONTEXT))
                .withCacheTokens(0),
            factory.freeBytes());
    Backend backend = factory.open(opened.model(), plan.cacheTokens());
    return new DraftModel(
        new WatchedBackend(backend, opened.model()), opened.model().config().vocabSize());
  }

  private static long allowed(EngineOptions options, BackendFactory factory) {
    return options.memoryBytes() > 0 ? options.memoryBytes() : factory.freeBytes() / 2;
  }

  @Override
  public void close() {
    opened.close();
  }
}
