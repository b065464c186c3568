/// Tests of packed weights on disk.
@NullMarked
package dev.gloss.inference.cpu.packed;

import org.jspecify.annotations.NullMarked;
