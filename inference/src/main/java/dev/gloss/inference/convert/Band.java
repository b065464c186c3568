package dev.gloss.inference.convert;

import java.lang.foreign.MemorySegment;

/// Some encoded rows of a tensor.
///
/// @param bytes of the rows
/// @param scales the F32 scales of FP8 rows, empty for other types
/// @param error what encoding lost
record Band(MemorySegment bytes, MemorySegment scales, RoundingError error) {}
