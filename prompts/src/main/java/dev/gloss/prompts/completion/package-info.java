/// Decides how much a completion may write, when to stop it, what of it to keep and whether to show
/// it.
///
/// Nothing here calls the engine: the generator feeds pieces of text in and asks.
@NullMarked
package dev.gloss.prompts.completion;

import org.jspecify.annotations.NullMarked;
