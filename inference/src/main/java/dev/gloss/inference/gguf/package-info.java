/// GGUF files: the container, its metadata and tensors, mapped and checked, and what of them
/// becomes a model and a tokenizer.
///
/// Everything is checked before any weight is touched and before anything is allocated that a
/// header asks for; nothing here computes with weights.
@NullMarked
package dev.gloss.inference.gguf;

import org.jspecify.annotations.NullMarked;
