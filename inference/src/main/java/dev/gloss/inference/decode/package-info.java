/// From a row of logits to a token: what is mixed into the model's distribution, and how a token is
/// drawn from it.
///
/// Everything here is a function of the request, the tokens so far and the logits; it knows nothing
/// of pages, batches or threads.
@NullMarked
package dev.gloss.inference.decode;

import org.jspecify.annotations.NullMarked;
