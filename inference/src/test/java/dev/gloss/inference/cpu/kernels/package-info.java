/// Tests of how weights are packed.
@NullMarked
package dev.gloss.inference.cpu.kernels;

import org.jspecify.annotations.NullMarked;
