/// Tests of the Vector API's kernels against the plain ones, bit by bit, on random shapes.
@NullMarked
package dev.gloss.inference.cpu.vector;

import org.jspecify.annotations.NullMarked;
