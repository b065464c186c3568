package dev.gloss.inference.engine;

import dev.gloss.inference.ChatTemplateSource;
import dev.gloss.inference.ModelInfo;
import dev.gloss.inference.Tokenizer;
import dev.gloss.inference.model.TokenWork;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a [LocalEngine] is put together of, beside its backend.
///
/// @param model what the backend runs, with the context that fits
/// @param work what one token makes the backend do
/// @param memory how it was fitted into memory
/// @param tokenizer of the model
/// @param endTokens those that end what the model writes, beside the tokenizer's control tokens
/// @param chatTemplate how the model is to be asked, null where its files do not say
record EngineParts(
    ModelInfo model,
    TokenWork work,
    MemoryPlan memory,
    Tokenizer tokenizer,
    Set<Integer> endTokens,
    @Nullable ChatTemplateSource chatTemplate) {}
