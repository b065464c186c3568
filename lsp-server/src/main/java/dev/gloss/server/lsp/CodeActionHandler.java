package dev.gloss.server.lsp;

import com.google.gson.JsonObject;
import dev.gloss.server.assist.Cancellation;
import dev.gloss.server.assist.ExplainQuery;
import dev.gloss.server.work.Urgency;
import dev.gloss.server.workspace.Document;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionContext;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.CodeActionTriggerKind;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/// `textDocument/codeAction`: "Explain this", for the selection or the method around the cursor.
///
/// It is offered to whoever asks, or has selected something: a bulb at each move of the cursor says
/// nothing.
final class CodeActionHandler {
  /// Kind of our actions; clients filter by its beginning.
  static final String KIND = "gloss.explain";

  private final Session session;

  CodeActionHandler(Session session) {
    this.session = session;
  }

  CompletableFuture<List<Either<Command, CodeAction>>> handle(CodeActionParams params) {
    Optional<Document> open = session.documents().find(params.getTextDocument().getUri());
    if (open.isEmpty()
        || !isWanted(params.getContext(), params.getRange())
        || session.assistant().explainer().isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    Document document = open.get();
    return session
        .requests()
        .compute(
            Urgency.BACKGROUND,
            "action " + document.uri(),
            new Cancellation(),
            cancellation -> actions(document, params.getRange()));
  }

  private List<Either<Command, CodeAction>> actions(Document document, Range range) {
    Positions positions = new Positions(document, session.profile().encoding());
    int from = positions.offset(range.getStart());
    int to = positions.offset(range.getEnd());
    return ExplainRequest.query(document, from, to)
        .filter(query -> session.admits(document))
        .map(query -> action(document, query, positions.range(query.start(), query.end())))
        .map(List::of)
        .orElse(List.of());
  }

  private static boolean isWanted(CodeActionContext context, Range range) {
    List<String> only = context.getOnly();
    boolean names = only != null && !only.isEmpty();
    if (names && only.stream().noneMatch(CodeActionHandler::isOurs)) {
      return false;
    }
    return names
        || context.getTriggerKind() == CodeActionTriggerKind.Invoked
        || !range.getStart().equals(range.getEnd());
  }

  /// Clients filter by the beginning of a kind; the empty one stands for all.
  private static boolean isOurs(String kind) {
    return kind.isEmpty() || (KIND + ".").startsWith(kind + ".");
  }

  private Either<Command, CodeAction> action(Document document, ExplainQuery query, Range range) {
    String title = "Explain " + (query.symbol() == null ? "these lines" : query.symbol());
    JsonObject place = new JsonObject();
    place.addProperty("uri", document.uri());
    place.add("range", ExplainRequest.json(range));
    Command command = new Command(title, ExecuteCommandHandler.EXPLAIN, List.of(place));
    if (!session.profile().codeActionLiterals()) {
      return Either.forLeft(command);
    }
    CodeAction action = new CodeAction(title);
    action.setKind(KIND);
    action.setCommand(command);
    return Either.forRight(action);
  }
}
