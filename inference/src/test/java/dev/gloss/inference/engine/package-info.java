/// The engine as a whole, on the golden checkpoints.
///
/// Waits for events, never for time.
@NullMarked
package dev.gloss.inference.engine;

import org.jspecify.annotations.NullMarked;
