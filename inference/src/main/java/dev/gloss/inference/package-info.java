/// The engine's public face: what a caller asks of a model and what it gets back, as interfaces and
/// records.
///
/// No arithmetic, no files and no threads live here, and nothing here names an implementation.
@NullMarked
package dev.gloss.inference;

import org.jspecify.annotations.NullMarked;
