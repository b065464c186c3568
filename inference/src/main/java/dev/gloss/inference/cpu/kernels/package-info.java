/// What the model's arithmetic is made of: the [Kernels] contract, weights repacked into panels,
/// and the polynomials that scalar and vector code share.
///
/// Holds no implementation that loops over weights, no model and no threads.
@NullMarked
package dev.gloss.inference.cpu.kernels;

import org.jspecify.annotations.NullMarked;
