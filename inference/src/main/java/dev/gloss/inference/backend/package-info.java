/// The seam between the decoding of many sequences and the hardware that runs the model.
///
/// Knows nothing of requests, priorities or text.
@NullMarked
package dev.gloss.inference.backend;

import org.jspecify.annotations.NullMarked;
