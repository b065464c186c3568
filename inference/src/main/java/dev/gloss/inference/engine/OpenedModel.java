package dev.gloss.inference.engine;

import dev.gloss.inference.ChatTemplateSource;
import dev.gloss.inference.ModelFile;
import dev.gloss.inference.PromptHints;
import dev.gloss.inference.Tokenizer;
import dev.gloss.inference.model.DecoderModel;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything that a model's files say, whatever the format. Owns the model.
///
/// @param name short name for a status line
/// @param model the weights, views into the mapped files
/// @param tokenizer the tokenizer; where there is none, one that knows ids alone
/// @param endTokens tokens that end what the model writes
/// @param chatTemplate how it is to be asked, null where the files do not say
/// @param hints what else they say about that
/// @param file the files
record OpenedModel(
    String name,
    DecoderModel model,
    Tokenizer tokenizer,
    Set<Integer> endTokens,
    @Nullable ChatTemplateSource chatTemplate,
    PromptHints hints,
    ModelFile file)
    implements AutoCloseable {

  /// Copies the set.
  OpenedModel {
    endTokens = Set.copyOf(endTokens);
  }

  @Override
  public void close() {
    model.close();
  }
}
