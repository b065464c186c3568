package dev.gloss.server.lsp;

import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.ProgressParams;
import org.eclipse.lsp4j.WorkDoneProgressBegin;
import org.eclipse.lsp4j.WorkDoneProgressCreateParams;
import org.eclipse.lsp4j.WorkDoneProgressEnd;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/// Shows in the editor that the model is being loaded, where it can.
final class LoadingProgress {
  private static final Either<String, Integer> TOKEN = Either.forLeft("gloss-loading");

  private LoadingProgress() {}

  static void show(Session session) {
    CompletableFuture<Void> loaded = session.assistant().loaded();
    if (!session.profile().progress() || loaded.isDone()) {
      return;
    }
    var unused =
        session
            .client()
            .createProgress(new WorkDoneProgressCreateParams(TOKEN))
            .thenRun(
                () -> {
                  WorkDoneProgressBegin begin = new WorkDoneProgressBegin();
                  begin.setTitle("Gloss");
                  begin.setMessage("Loading the model");
                  begin.setCancellable(false);
                  session.client().notifyProgress(new ProgressParams(TOKEN, Either.forLeft(begin)));
                  loaded.whenComplete((nothing, failure) -> end(session, failure == null));
                });
  }

  private static void end(Session session, boolean ready) {
    WorkDoneProgressEnd end = new WorkDoneProgressEnd();
    end.setMessage(ready ? "Ready" : "The model cannot be used");
    session.client().notifyProgress(new ProgressParams(TOKEN, Either.forLeft(end)));
  }
}
