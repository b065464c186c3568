/// Products of quantized weights, of binary16 and FP8 with few rows, the rounding of activations
/// and the products of attention by machine code that is written at start: what the Vector API has
/// no words for, products of bytes above all.
///
/// [dev.gloss.inference.cpu.machine.MachineKernels] computes what
/// [dev.gloss.inference.cpu.scalar.ScalarKernels] specifies, bit by bit, and checks itself against
/// it before it is used. Wherever it does not run, the Vector API's kernels do.
@NullMarked
package dev.gloss.inference.cpu.machine;

import org.jspecify.annotations.NullMarked;
