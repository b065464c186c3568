/// The chance that a person would keep a text: what is seen of it, and the fitted weights.
@NullMarked
package dev.gloss.prompts.gate;

import org.jspecify.annotations.NullMarked;
