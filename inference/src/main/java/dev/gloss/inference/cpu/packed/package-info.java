/// Packed weights on disk: one file a model, written behind its first opening and mapped at every
/// later one, so that nothing is packed then. The folder is a cache: whatever in it is not exactly
/// what was asked for is written anew, and whatever goes wrong costs time and nothing else.
///
/// Knows no arithmetic and no backend.
@NullMarked
package dev.gloss.inference.cpu.packed;

import org.jspecify.annotations.NullMarked;
