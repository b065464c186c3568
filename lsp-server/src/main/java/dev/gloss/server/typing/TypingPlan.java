package dev.gloss.server.typing;

import com.google.gson.JsonElement;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is to be replayed, and how.
///
/// @param seed by which the places were chosen, for the report
/// @param wanted places where a text is wanted
/// @param quiet places where silence is right
/// @param whileLoading whether the quiet places are asked before the model is there, too
/// @param folders of the workspace
/// @param indexes in which folder the index of the workspace's code lies; null for no index
/// @param settings what the editor says of settings; null for nothing
/// @param mostKeys keys at a place at most
/// @param pauseMillis from key to key; null to wait for each answer
/// @param restMillis from opening a document to the first key in it
/// @param popup whether the editor's own list is asked for, too
public record TypingPlan(
    long seed,
    List<TypingPlace> wanted,
    List<TypingPlace> quiet,
    boolean whileLoading,
    List<Path> folders,
    @Nullable Path indexes,
    @Nullable JsonElement settings,
    int mostKeys,
    @Nullable Long pauseMillis,
    long restMillis,
    boolean popup) {

  /// How many places there are in all.
  public int places() {
    return wanted.size() + quiet.size() * (whileLoading ? 2 : 1);
  }
}
