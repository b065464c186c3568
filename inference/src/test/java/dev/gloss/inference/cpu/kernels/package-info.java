/// Tests of how weights and pages lie in memory.
@NullMarked
package dev.gloss.inference.cpu.kernels;

import org.jspecify.annotations.NullMarked;
