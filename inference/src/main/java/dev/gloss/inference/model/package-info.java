/// What a DeepSeek model is: its configuration, the named weights of each layer, RoPE and YaRN
/// tables.
///
/// Holds no arithmetic of the forward pass and does no input or output.
@NullMarked
package dev.gloss.inference.model;

import org.jspecify.annotations.NullMarked;
