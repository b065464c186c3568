/// Tests of the CPU backend: against the golden checkpoints, and against itself where results must
/// be equal bit by bit.
///
/// Measures no time; benchmarks are JMH classes beside the tests.
@NullMarked
package dev.gloss.inference.cpu;

import org.jspecify.annotations.NullMarked;
