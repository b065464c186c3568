package dev.gloss.server.trace;

/// Code of another file in a prompt.
///
/// @param file its path below the workspace folder
/// @param firstLine counted from 1
/// @param lastLine the last one that belongs to it
/// @param reason why it was chosen, in words for a person
public record TraceQuotation(String file, int firstLine, int lastLine, String reason) {}
