/// Reads the reasoning tags in what a model writes and tells thought from answer while it streams.
///
/// Nothing here generates, and no tag ever leaves this package as text.
@NullMarked
package dev.gloss.prompts.reasoning;

import org.jspecify.annotations.NullMarked;
