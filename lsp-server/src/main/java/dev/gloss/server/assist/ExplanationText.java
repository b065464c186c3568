package dev.gloss.server.assist;

import org.jspecify.annotations.Nullable;

/// An explanation as far as it got.
///
/// @param request the request's name in the trace
/// @param think the model's thought; empty where there is none
/// @param answer what to show; empty while the model still thinks
/// @param state whether more is to come
/// @param failure why there is none, in one sentence, when it failed
/// @param objection what cannot be right in the answer so far, as a phrase; null where nothing was
///   found. Who did not ask for an explanation is not shown such a one.
public record ExplanationText(
    String request,
    String think,
    String answer,
    State state,
    @Nullable String failure,
    @Nullable String objection) {

  /// Whether more is to come.
  public enum State {
    /// The model is at work.
    RUNNING,
    /// This is all.
    DONE,
    /// The engine could not serve it.
    FAILED,
    /// It was taken back.
    CANCELLED
  }
}
