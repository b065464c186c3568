/// The page cache, also against a model of what every page holds.
///
/// Waits for events, never for time.
@NullMarked
package dev.gloss.inference.cache;

import org.jspecify.annotations.NullMarked;
