/// Model folders on disk: safetensors files and Hugging Face configurations, mapped and checked.
///
/// Everything is checked before any weight is touched; nothing here computes with weights.
@NullMarked
package dev.gloss.inference.checkpoint;

import org.jspecify.annotations.NullMarked;
