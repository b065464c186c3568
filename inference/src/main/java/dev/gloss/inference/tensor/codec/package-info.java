/// How each element type lies in memory: one class a type, decoding exactly what the format's
/// definition says, and for the types that the engine writes the rounding to it.
///
/// A codec sees bytes and numbers; it knows neither tensors nor shapes nor which type has it.
@NullMarked
package dev.gloss.inference.tensor.codec;

import org.jspecify.annotations.NullMarked;
