package dev.gloss.server.lsp;

import dev.gloss.server.assist.Cancellation;
import dev.gloss.server.assist.ModelSwitch;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// `gloss/model`: which models there are, and another one while the server runs.
///
/// The answer to a wish comes when the new model serves. `$/cancelRequest` gives up the answer
/// alone.
final class ModelHandler {
  private final Session session;

  ModelHandler(Session session) {
    this.session = session;
  }

  CompletableFuture<ModelReply> handle(@Nullable ModelParams params) {
    ModelSwitch models = session.services().models();
    ModelSwitch.Wish wish =
        params == null || params.use() == null ? null : params.wish(params.use());
    return session
        .requests()
        .await(
            "model",
            new Cancellation(),
            cancellation -> {
              if (wish != null) {
                models.use(wish);
              }
              return ModelReply.of(models.state());
            });
  }
}
