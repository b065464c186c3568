package dev.gloss.server.typing;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// What came of one keystroke.
///
/// @param shown what stands behind the cursor in grey when the next key is pressed; empty for
///   nothing
/// @param ms from the key to its answer; null where the next key was faster
/// @param calls of the model between this key and the next one
/// @param error what the server said in the place of an answer; null for nothing
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Key(String shown, @Nullable Double ms, int calls, @Nullable String error) {}
