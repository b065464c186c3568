package dev.gloss.inference;

import java.util.Map;

/// A model's chat template as its files have it, not looked at.
///
/// @param source the Jinja template; what is no UTF-8 in its file is U+FFFD here
/// @param tokens texts of the special tokens that it may name, by the names they have in
///   `tokenizer_config.json`: `bos_token`, `eos_token`, `pad_token`, `unk_token`
public record ChatTemplateSource(String source, Map<String, String> tokens) {

  /// Copies the map.
  public ChatTemplateSource {
    tokens = Map.copyOf(tokens);
  }
}
