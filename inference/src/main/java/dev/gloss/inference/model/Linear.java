package dev.gloss.inference.model;

import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// A linear layer: `y = W x + b`.
///
/// @param weight `[outFeatures, inFeatures]`
/// @param bias `[outFeatures]`, null for none
public record Linear(Matrix weight, @Nullable Tensor bias) {}
