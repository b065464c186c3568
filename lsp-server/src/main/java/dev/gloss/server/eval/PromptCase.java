package dev.gloss.server.eval;

import org.jspecify.annotations.Nullable;

/// A prompt to be sent to a model exactly as it stands, and what another engine made of it.
///
/// @param id names the case in files of predictions
/// @param prompt raw text; special tokens in it are recognised, and none is added
/// @param middle what stood in the hole
/// @param answer the first line that the other engine wrote, without white space around it; null
///   where there is none to compare with
public record PromptCase(String id, String prompt, String middle, @Nullable String answer) {}
