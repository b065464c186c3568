package dev.gloss.inference.convert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gloss.inference.model.DecoderConfig;
import dev.gloss.inference.model.ModelWeights;
import dev.gloss.inference.tokenizer.GgufVocabulary;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A model that is to be written again, in whichever layout it lies.
interface SourceModel extends AutoCloseable {

  /// A short name.
  String name();

  /// The licence that its files state, null where they state none.
  @Nullable String licence();

  /// The hyper-parameters.
  DecoderConfig config();

  /// The weights, until this is closed.
  ModelWeights weights();

  /// `config.json`, without what it says about types; the caller may change it.
  ObjectNode configJson();

  /// `generation_config.json`, null where there is none.
  @Nullable ObjectNode generationConfigJson();

  /// The tokenizer as GGUF files have it, with a token for each row of the embedding; null where
  /// there is none.
  @Nullable GgufVocabulary vocabulary();

  /// The id that fills up batches, null where there is none.
  @Nullable Integer paddingId();

  /// The chat template, null where there is none.
  @Nullable String chatTemplate();

  /// Puts the tokenizer's files, if there are some, into a folder in Hugging Face layout, and what
  /// is known of terms.
  void writeTokenizer(Path folder) throws IOException;

  @Override
  void close();
}
