package dev.gloss.server.eval;

/// A method and what its author said it does.
///
/// @param id names the case
/// @param code the method's source
/// @param summary the first sentence of its Javadoc
public record SummaryCase(String id, String code, String summary) {}
