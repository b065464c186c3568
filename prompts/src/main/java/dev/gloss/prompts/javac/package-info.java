/// Java as the JDK's own compiler reads it, in this process and from memory: the one place that
/// starts it.
///
/// Nothing here knows what the trees are looked at for.
@NullMarked
package dev.gloss.prompts.javac;

import org.jspecify.annotations.NullMarked;
