/// Models of random weights in the shapes and element types of published ones, for measuring: a
/// shape is a member of `shapes.json`.
///
/// Reads no files and computes nothing; what the weights say is noise.
@NullMarked
package dev.gloss.inference.synthetic;

import org.jspecify.annotations.NullMarked;
