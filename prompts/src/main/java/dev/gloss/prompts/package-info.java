/// Turns what an assistant wants to ask into prompt parts, and what a model wrote into what a
/// person sees.
///
/// Knows the engine by its root package alone; knows neither LSP nor the web.
@NullMarked
package dev.gloss.prompts;

import org.jspecify.annotations.NullMarked;
