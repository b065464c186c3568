package dev.gloss.server.lsp;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.lsp4j.jsonrpc.messages.MessageIssue;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;

/// The answer to a message that LSP4J could not read, made from its plain JSON.
///
/// LSP4J itself answers with a Java stack trace, or not at all when the id stands behind the
/// parameters.
final class Refusal {
  private static final Pattern MISSING =
      Pattern.compile("must return a non-null value.*\\$\\.(\\S+)");
  private static final Pattern EXCEPTION_NAME =
      Pattern.compile("^(?:[\\w.]+(?:Exception|Error): )+");
  private static final int LONGEST_REASON = 200;

  private Refusal() {}

  /// The error response; empty when there is nobody to tell: the message was a notification or an
  /// answer.
  ///
  /// @param json the message
  /// @param reason what was wrong with it
  static Optional<String> of(String json, String reason) {
    JsonElement message;
    try {
      message = JsonParser.parseString(json);
    } catch (JsonParseException | StackOverflowError e) {
      return Optional.of(response(JsonNull.INSTANCE, ResponseErrorCode.ParseError, "not JSON"));
    }
    if (!message.isJsonObject()) {
      return Optional.of(
          response(
              JsonNull.INSTANCE, ResponseErrorCode.InvalidRequest, "a message must be an object"));
    }
    JsonElement id = message.getAsJsonObject().get("id");
    JsonElement method = message.getAsJsonObject().get("method");
    if (id == null
        || id.isJsonNull()
        || (method == null && isResponse(message.getAsJsonObject()))) {
      return Optional.empty();
    }
    boolean named = method != null && method.isJsonPrimitive();
    return Optional.of(
        named
            ? response(id, ResponseErrorCode.InvalidParams, method.getAsString() + ": " + reason)
            : response(id, ResponseErrorCode.InvalidRequest, "method must be a string"));
  }

  /// What the parser or the validator found, without Java's words where they are known.
  static String reason(List<MessageIssue> issues) {
    return issues.stream().map(Refusal::reason).distinct().collect(Collectors.joining("; "));
  }

  /// What an exception of the parser says.
  static String reason(Throwable failure) {
    String text = String.valueOf(failure.getMessage()).lines().findFirst().orElse("unreadable");
    return shorten(EXCEPTION_NAME.matcher(text).replaceFirst(""));
  }

  private static String reason(MessageIssue issue) {
    Matcher missing = MISSING.matcher(issue.getText());
    if (missing.find()) {
      return missing.group(1) + " is missing";
    }
    Exception cause = issue.getCause();
    return cause == null ? shorten(issue.getText()) : reason(cause);
  }

  private static String shorten(String text) {
    return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "…";
  }

  private static boolean isResponse(JsonObject message) {
    return message.has("result") || message.has("error");
  }

  private static String response(JsonElement id, ResponseErrorCode code, String text) {
    JsonObject error = new JsonObject();
    error.addProperty("code", code.getValue());
    error.addProperty("message", text);
    JsonObject response = new JsonObject();
    response.addProperty("jsonrpc", "2.0");
    response.add("id", id);
    response.add("error", error);
    return response.toString();
  }
}
