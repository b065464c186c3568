package dev.gloss.inference.schedule;

import dev.gloss.inference.backend.Backend;

/// A model that drafts for another one of the same vocabulary.
///
/// @param backend runs it, for one engine loop alone, which closes it
/// @param vocabularySize ids it scores
public record DraftModel(Backend backend, int vocabularySize) {}
