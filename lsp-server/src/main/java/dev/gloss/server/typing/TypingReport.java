package dev.gloss.server.typing;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Figures of replayed typing.
///
/// @param model that completes
/// @param seed by which the places were chosen
/// @param pauseMs from key to key; null where each answer was waited for
/// @param all over all places where a text is wanted
/// @param byKind the same for each kind of place
/// @param byGroup the same for each group of files
/// @param quiet where silence is right
/// @param quietWhileLoading the same before the model is there; null where that was not asked for
public record TypingReport(
    String model,
    long seed,
    @Nullable Long pauseMs,
    TypingFigures all,
    Map<String, TypingFigures> byKind,
    Map<String, TypingFigures> byGroup,
    QuietFigures quiet,
    @Nullable QuietFigures quietWhileLoading) {}
