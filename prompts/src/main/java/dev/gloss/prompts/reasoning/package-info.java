/// Reads the reasoning tags in what a model writes and tells thought from answer while it streams.
///
/// Nothing here generates, and no tag leaves this package as text but those that a text names.
@NullMarked
package dev.gloss.prompts.reasoning;

import org.jspecify.annotations.NullMarked;
