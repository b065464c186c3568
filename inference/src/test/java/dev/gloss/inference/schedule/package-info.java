/// The engine loop on a backend whose model is a hash of the history in its pages.
///
/// Waits for events, never for time.
@NullMarked
package dev.gloss.inference.schedule;

import org.jspecify.annotations.NullMarked;
