/// The model's arithmetic on the processor, as the papers tell it: attention of each kind over the
/// cache, routed experts, the Multi-Token Prediction module, and the [CpuBackend] that runs them.
///
/// Holds no loops over numbers (those are [dev.gloss.inference.cpu.kernels.Kernels]) and nothing of
/// requests, sampling or text.
@NullMarked
package dev.gloss.inference.cpu;

import org.jspecify.annotations.NullMarked;
