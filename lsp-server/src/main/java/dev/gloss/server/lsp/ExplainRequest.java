package dev.gloss.server.lsp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gloss.server.assist.ExplainQuery;
import dev.gloss.server.workspace.Document;
import java.util.List;
import java.util.Optional;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;

/// The argument of the command `gloss.explain`: `{uri, range}` or `{uri, position}`.
///
/// @param uri of an open document
/// @param range the code, or an empty one in the method that is meant
record ExplainRequest(String uri, Range range) {
  private static final String EXPECTED =
      "gloss.explain: expected one argument {uri, range: {start, end}} or {uri, position}";

  /// @throws org.eclipse.lsp4j.jsonrpc.ResponseErrorException if the arguments have another form
  static ExplainRequest of(List<Object> arguments) {
    if (arguments == null
        || arguments.size() != 1
        || !(arguments.getFirst() instanceof JsonObject argument)
        || !(argument.get("uri") instanceof JsonElement uri)
        || !uri.isJsonPrimitive()) {
      throw LspErrors.invalidParams(EXPECTED);
    }
    if (argument.get("range") instanceof JsonObject range) {
      return new ExplainRequest(
          uri.getAsString(), new Range(position(range.get("start")), position(range.get("end"))));
    }
    Position position = position(argument.get("position"));
    return new ExplainRequest(uri.getAsString(), new Range(position, position));
  }

  /// What is meant by a selection: its lines, or the method around an empty one.
  static Optional<ExplainQuery> query(Document document, int from, int to) {
    return from < to
        ? ExplainQuery.lines(document, from, to)
        : ExplainQuery.enclosing(document, from);
  }

  static JsonObject json(Range range) {
    JsonObject json = new JsonObject();
    json.add("start", json(range.getStart()));
    json.add("end", json(range.getEnd()));
    return json;
  }

  private static JsonObject json(Position position) {
    JsonObject json = new JsonObject();
    json.addProperty("line", position.getLine());
    json.addProperty("character", position.getCharacter());
    return json;
  }

  private static Position position(JsonElement element) {
    if (element instanceof JsonObject object) {
      return new Position(number(object.get("line")), number(object.get("character")));
    }
    throw LspErrors.invalidParams(EXPECTED);
  }

  private static int number(JsonElement element) {
    if (element != null && element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber()) {
      return element.getAsNumber().intValue();
    }
    throw LspErrors.invalidParams(EXPECTED);
  }
}
