/// Which sequence runs next: the queue, the priorities, the batches and the one loop that turns
/// them into tokens.
///
/// Knows no model format and no arithmetic: it hands rows to a backend and gets logits back.
@NullMarked
package dev.gloss.inference.schedule;

import org.jspecify.annotations.NullMarked;
