/// Distributions, draws and n-gram counts, against their definitions.
///
/// Waits for events, never for time.
@NullMarked
package dev.gloss.inference.decode;

import org.jspecify.annotations.NullMarked;
