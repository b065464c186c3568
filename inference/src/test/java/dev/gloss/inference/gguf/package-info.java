/// Tests of GGUF files.
@NullMarked
package dev.gloss.inference.gguf;

import org.jspecify.annotations.NullMarked;
