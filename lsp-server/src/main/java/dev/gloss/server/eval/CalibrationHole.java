package dev.gloss.server.eval;

/// A hole in one of this repository's own files, none of which a published model has seen.
///
/// @param id names it
/// @param language as LSP names languages
/// @param kind `line` or `midline`: all of a line's code, or its rest
/// @param prefix text before the hole
/// @param suffix text after it
/// @param middle what stood in the hole
public record CalibrationHole(
    String id, String language, String kind, String prefix, String suffix, String middle) {}
