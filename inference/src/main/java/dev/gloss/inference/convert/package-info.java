/// Writing a model again, in another element type or another layout: tensor by tensor, so that
/// neither the model nor a whole tensor is ever in memory.
///
/// Runs nothing and changes no file that it did not create.
@NullMarked
package dev.gloss.inference.convert;

import org.jspecify.annotations.NullMarked;
