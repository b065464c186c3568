package dev.gloss.server.lsp;

import dev.gloss.server.assist.ModelSwitch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `gloss/model` is answered; `docs/schema/model.schema.json` describes it.
///
/// @param completion the model that completes; null for none
/// @param explain the model that explains; null for none
/// @param models those on this machine
public record ModelReply(
    ModelSwitch.@Nullable Served completion,
    ModelSwitch.@Nullable Served explain,
    List<ModelSwitch.Known> models) {

  static ModelReply of(ModelSwitch.State state) {
    return new ModelReply(
        state.completion().orElse(null), state.explanation().orElse(null), state.known());
  }
}
