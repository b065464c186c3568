package dev.gloss.inference;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What there is to know about the files that a model lies in.
///
/// @param format `safetensors`, `GGUF`, or `memory` for a model that was made there
/// @param licence the licence that the files state, null where they state none
/// @param tokenizer the tokenizer's kind and how it cuts text, null where there is none
/// @param typeBytes bytes of all tensors by the type of their elements, as the files name it, the
///   type of most bytes first
public record ModelFile(
    String format,
    @Nullable String licence,
    @Nullable String tokenizer,
    Map<String, Long> typeBytes) {

  /// No files: a model that was made in memory.
  public static final ModelFile NONE = new ModelFile("memory", null, null, Map.of());
}
