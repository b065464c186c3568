package dev.gloss.prompts.completion;

/// A place where a document breaks its language's syntax.
///
/// @param offset where, in chars
public record SyntaxError(int offset) {}
