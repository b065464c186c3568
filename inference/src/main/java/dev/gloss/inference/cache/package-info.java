/// Which page of the latent cache holds what: counted references, a prefix tree over token ids,
/// eviction.
///
/// Numbers only; the bytes of the pages belong to the backend, and nothing here runs a model.
@NullMarked
package dev.gloss.inference.cache;

import org.jspecify.annotations.NullMarked;
