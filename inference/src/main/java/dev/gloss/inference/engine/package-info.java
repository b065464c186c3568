/// The engine that runs models in this process: opens a model's folder and puts tokenizer, backend
/// and engine loop together.
///
/// Decides nothing of its own about decoding or scheduling, and computes nothing.
@NullMarked
package dev.gloss.inference.engine;

import org.jspecify.annotations.NullMarked;
