package dev.gloss.server.trace;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One thing that happened to a request. A request is one [Begin], any number of [Prompt], [Token],
/// [Think] and [Answer], and at the end exactly one [End] or [Error].
///
/// The records are the JSON that `$/gloss/trace` and the panel's WebSocket carry: the component
/// names are the field names, `kind` is the record's name in lower case, fields that are null are
/// left out.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TraceEvent.Begin.class, name = "begin"),
  @JsonSubTypes.Type(value = TraceEvent.Prompt.class, name = "prompt"),
  @JsonSubTypes.Type(value = TraceEvent.Think.class, name = "think"),
  @JsonSubTypes.Type(value = TraceEvent.Answer.class, name = "answer"),
  @JsonSubTypes.Type(value = TraceEvent.Token.class, name = "token"),
  @JsonSubTypes.Type(value = TraceEvent.End.class, name = "end"),
  @JsonSubTypes.Type(value = TraceEvent.Error.class, name = "error"),
  @JsonSubTypes.Type(value = TraceEvent.Gap.class, name = "gap"),
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface TraceEvent {

  /// The request this belongs to, unique in this process.
  String request();

  /// Its place among the request's events, from 0 without holes (dropped events leave a [Gap]).
  long seq();

  /// A request came in.
  ///
  /// @param feature what was asked for
  /// @param uri of the document, where there is one
  /// @param range the cursor, or the code asked about
  /// @param symbol the method or type asked about, for a card's title
  /// @param time milliseconds since 1970
  record Begin(
      String request,
      long seq,
      Feature feature,
      @Nullable String uri,
      @Nullable TraceRange range,
      @Nullable String symbol,
      long time)
      implements TraceEvent {}

  /// The engine reads the prompt.
  ///
  /// @param text what the model reads, special tokens by their names
  /// @param tokens how many tokens that is
  /// @param reused how many of them were found in the cache
  /// @param others code of other files that stands in it, in that order
  record Prompt(
      String request,
      long seq,
      String text,
      int tokens,
      int reused,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<TraceQuotation> others)
      implements TraceEvent {

    /// Copies the list; a missing one (in JSON) is empty.
    public Prompt {
      others = others == null ? List.of() : List.copyOf(others);
    }
  }

  /// A piece of the model's thought; pieces are to be joined.
  record Think(String request, long seq, String text) implements TraceEvent {}

  /// A piece of the answer; pieces are to be joined.
  ///
  /// @param replace the thought and the answer so far were misread: they are to be dropped, and the
  ///   answer is this text and what follows
  record Answer(
      String request,
      long seq,
      String text,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean replace)
      implements TraceEvent {}

  /// One token was generated.
  ///
  /// @param id the token
  /// @param text the text that became complete with it
  /// @param probability in `[0, 1]`
  /// @param drafted whether a token had been drafted ahead for this position
  /// @param accepted whether this is that drafted token
  /// @param rejected text of the drafted token that this one replaces
  /// @param alternatives the most probable tokens, most probable first, where they were asked for
  record Token(
      String request,
      long seq,
      int id,
      String text,
      double probability,
      boolean drafted,
      boolean accepted,
      @Nullable String rejected,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<TraceAlternative> alternatives)
      implements TraceEvent {

    /// Copies the list; a missing one (in JSON) is empty.
    public Token {
      alternatives = alternatives == null ? List.of() : List.copyOf(alternatives);
    }
  }

  /// The request is over.
  ///
  /// @param finish how it ended
  /// @param note one sentence for a person, where there is something to say
  /// @param timings where the time went
  /// @param promptTokens tokens of the prompt
  /// @param reused prompt tokens found in the cache
  /// @param generated tokens generated
  /// @param drafted tokens drafted ahead
  /// @param accepted drafted tokens that the model accepted
  /// @param tokensPerSecond after the first token; 0 while there are fewer than two
  record End(
      String request,
      long seq,
      TraceFinish finish,
      @Nullable String note,
      TraceTimings timings,
      int promptTokens,
      int reused,
      int generated,
      int drafted,
      int accepted,
      double tokensPerSecond)
      implements TraceEvent {}

  /// The request could not be served.
  ///
  /// @param message one sentence for a person: what, and what to do about it
  record Error(String request, long seq, String message) implements TraceEvent {}

  /// Events are missing here: the reader was too slow, or the history too long.
  ///
  /// @param request of the first missing event
  /// @param seq of the first missing event
  /// @param missed how many are missing, possibly of several requests
  record Gap(String request, long seq, long missed) implements TraceEvent {}
}
