package dev.gloss.server.lsp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gloss.server.assist.Assistant;
import dev.gloss.server.assist.Audience;
import dev.gloss.server.assist.Cancellation;
import dev.gloss.server.assist.ExplainQuery;
import dev.gloss.server.assist.Explainer;
import dev.gloss.server.assist.Explanation;
import dev.gloss.server.assist.ExplanationText;
import dev.gloss.server.assist.Role;
import dev.gloss.server.work.Urgency;
import dev.gloss.server.work.Workers;
import dev.gloss.server.workspace.Document;
import dev.gloss.server.workspace.Span;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.ExecuteCommandParams;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.MessageType;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.jspecify.annotations.Nullable;

/// `workspace/executeCommand`: explain, open the panel, cancel.
final class ExecuteCommandHandler {
  static final String EXPLAIN = "gloss.explain";
  static final String OPEN_PANEL = "gloss.openPanel";
  static final String CANCEL = "gloss.cancel";
  static final List<String> COMMANDS = List.of(EXPLAIN, OPEN_PANEL, CANCEL);

  /// How long a list of the workspace's files is waited for.
  private static final long FILES_MILLIS = 500;

  private final Session session;
  private final PanelOpener panel;

  ExecuteCommandHandler(Session session) {
    this.session = session;
    this.panel = new PanelOpener(session);
  }

  CompletableFuture<@Nullable Object> handle(ExecuteCommandParams params) {
    return switch (params.getCommand()) {
      case EXPLAIN -> explain(params);
      case OPEN_PANEL ->
          session.requests().await("panel", new Cancellation(), taken -> panel.open());
      case CANCEL -> CompletableFuture.completedFuture(cancel(params.getArguments()));
      default ->
          throw LspErrors.invalidParams(
              "there is no command '%s': expected one of %s"
                  .formatted(params.getCommand(), String.join(", ", COMMANDS)));
    };
  }

  /// The answer is the reply; who can show pages sees it grow in the panel meanwhile.
  private CompletableFuture<@Nullable Object> explain(ExecuteCommandParams params) {
    ExplainRequest request = ExplainRequest.of(params.getArguments());
    Document document =
        session
            .documents()
            .find(request.uri())
            .orElseThrow(() -> LspErrors.invalidParams(request.uri() + " is not open"));
    return session
        .requests()
        .compute(
            Urgency.ASKED,
            "explain " + document.uri(),
            new Cancellation(),
            cancellation -> explain(document, request.range(), cancellation));
  }

  private @Nullable Object explain(Document document, Range range, Cancellation cancellation) {
    if (!session.admits(document)) {
      throw LspErrors.error(
          ResponseErrorCode.RequestFailed, "this file may not enter a prompt; the log says why");
    }
    Positions positions = new Positions(document, session.profile().encoding());
    int from = positions.offset(range.getStart());
    int to = positions.offset(range.getEnd());
    ExplainQuery query =
        ExplainRequest.query(document, from, to)
            .orElseThrow(() -> LspErrors.invalidParams("there is no method here to be explained"));
    Span piece = new Span(query.start(), query.end());
    List<String> calls = session.symbols().calls(document, piece, FILES_MILLIS);
    Explanation explanation =
        explainer(cancellation).explain(query.calling(calls), session.settings(), Audience.PANEL);
    cancellation.onCancel(explanation::cancel);
    if (session.profile().showsDocuments()) {
      panel.show();
    }
    return reply(Workers.waiting(() -> await(explanation)));
  }

  private Explainer explainer(Cancellation cancellation) {
    Assistant assistant = session.assistant();
    ModelWait.until(assistant, Role.EXPLANATION, ModelWait.COMMAND_MILLIS, cancellation);
    return assistant
        .explainer()
        .orElseThrow(
            () ->
                LspErrors.error(
                    ResponseErrorCode.RequestFailed,
                    "no model that can explain is loaded; the status says more"));
  }

  private static ExplanationText await(Explanation explanation) {
    try {
      return explanation.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return explanation.text();
    }
  }

  private JsonObject reply(ExplanationText text) {
    if (text.state() == ExplanationText.State.FAILED) {
      throw LspErrors.error(ResponseErrorCode.RequestFailed, String.valueOf(text.failure()));
    }
    if (!session.profile().showsDocuments() && !text.answer().isBlank()) {
      session.client().showMessage(new MessageParams(MessageType.Info, text.answer()));
    }
    JsonObject reply = new JsonObject();
    reply.addProperty("request", text.request());
    reply.addProperty("think", text.think());
    reply.addProperty("answer", text.answer());
    return reply;
  }

  /// With a request's name that one, without all of this editor's.
  private Boolean cancel(List<Object> arguments) {
    if (arguments == null || arguments.isEmpty()) {
      session.requests().cancelAll();
      return true;
    }
    if (arguments.getFirst() instanceof JsonElement name && name.isJsonPrimitive()) {
      return session.assistant().cancel(name.getAsString());
    }
    throw LspErrors.invalidParams("gloss.cancel: expected no argument, or a request's name");
  }
}
