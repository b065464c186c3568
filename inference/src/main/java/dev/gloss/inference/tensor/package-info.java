/// Element types, shapes and views of weights over memory segments, and their plain scalar
/// decoding.
///
/// Knows no model, opens no file and starts no thread.
@NullMarked
package dev.gloss.inference.tensor;

import org.jspecify.annotations.NullMarked;
