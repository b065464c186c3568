/// Byte-level byte-pair encoding as Hugging Face's `tokenizer.json` and GGUF files describe it:
/// text to ids, ids to bytes, and a stream of ids to text that never splits a code point.
///
/// No chat templates, no prompt layouts and no model weights live here; a text is only ever data.
@NullMarked
package dev.gloss.inference.tokenizer;

import org.jspecify.annotations.NullMarked;
