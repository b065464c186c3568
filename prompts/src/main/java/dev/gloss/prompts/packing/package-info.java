/// Cuts text to a budget of tokens: the window of a document around the cursor, and excerpts.
///
/// Nothing here knows special tokens, layouts or what the text means; lines are the only structure.
@NullMarked
package dev.gloss.prompts.packing;

import org.jspecify.annotations.NullMarked;
