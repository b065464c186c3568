/// What the model's arithmetic is made of: the [Kernels] contract, weights repacked into panels, a
/// class a format, and the polynomials that scalar and vector code share.
///
/// Holds no products, no model and no threads.
@NullMarked
package dev.gloss.inference.cpu.kernels;

import org.jspecify.annotations.NullMarked;
