package dev.gloss.server.assist;

/// Text that may be shown at the cursor.
///
/// @param request the request's name in the trace
/// @param text to be inserted at the cursor; never blank, lines end with LF
/// @param confidence geometric mean of its tokens' probabilities, in `[0, 1]`
/// @param tokens tokens that were generated for it
/// @param heldBack whether it is a prediction that an editor would not be shown
public record Suggestion(
    String request, String text, double confidence, int tokens, boolean heldBack) {}
