/// What a decoder is: its configuration in parts, the named weights of each layer, the tables of
/// RoPE.
///
/// Holds no arithmetic of the forward pass and does no input or output.
@NullMarked
package dev.gloss.inference.model;

import org.jspecify.annotations.NullMarked;
