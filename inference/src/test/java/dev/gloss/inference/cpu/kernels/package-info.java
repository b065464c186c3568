/// Tests of how matrices and pages lie in memory.
@NullMarked
package dev.gloss.inference.cpu.kernels;

import org.jspecify.annotations.NullMarked;
