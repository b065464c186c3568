package dev.gloss.server.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// What the server is up to, for a status line.
///
/// @param state whether it can be asked
/// @param model short name of the model that completes, as far as it is known
/// @param explainModel short name of the model that explains, where it is another one
/// @param backend `cpu`, `gpu` or `remote`, as far as it is known
/// @param message one sentence for a person, where there is something to say
/// @param quiet why the last request for text showed nothing; null where it showed some
/// @param kept how many texts were kept; null where nothing is known yet
/// @param index how far the index of the workspace's code is, in a line; null where there is none
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GlossStatus(
    State state,
    @Nullable String model,
    @Nullable String explainModel,
    @Nullable String backend,
    @Nullable String message,
    @Nullable Quiet quiet,
    @Nullable Kept kept,
    @Nullable String index) {

  /// Why nothing was shown.
  ///
  /// @param reason a short name for programs, such as `in-comment`
  /// @param message the same in a sentence
  public record Quiet(String reason, String message) {}

  /// What became of texts.
  ///
  /// @param shown texts that somebody who typed was shown and then kept or did not
  /// @param kept those whose first line stands there
  /// @param withOtherFiles those of them whose prompts quoted other files; null where there are
  ///   none
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Kept(int shown, int kept, @Nullable Kept withOtherFiles) {}

  /// A state in which nothing was held back.
  public GlossStatus(
      State state,
      @Nullable String model,
      @Nullable String explainModel,
      @Nullable String backend,
      @Nullable String message) {
    this(state, model, explainModel, backend, message, null, null, null);
  }

  /// Nothing is known yet.
  public static final GlossStatus LOADING =
      new GlossStatus(State.LOADING, null, null, null, "Loading the model");

  /// Whether the server can be asked.
  public enum State {
    /// The model is being loaded.
    @JsonProperty("loading")
    LOADING,
    /// Waiting for a request.
    @JsonProperty("ready")
    READY,
    /// Working on a request; it can be asked all the same.
    @JsonProperty("busy")
    BUSY,
    /// The model cannot be used; the message says why and what to do.
    @JsonProperty("failed")
    FAILED
  }
}
