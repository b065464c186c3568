package dev.gloss.server.typing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gloss.server.eval.Interval;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// What typing at places came to; shares are in percent with their 95 % intervals, and null where
/// there was nothing to count. `docs/completion.md` explains each.
///
/// @param places at which it was typed
/// @param keys that were pressed
/// @param texts distinct texts that were shown
/// @param coverage places at which at least one was
/// @param firstWord texts whose first word stood there
/// @param firstLine texts whose first line was all that was missing of the line
/// @param agreeing texts whose first line stood there as far as it goes
/// @param exact texts that were all that was missing
/// @param keptChars shown characters that stood there
/// @param repetition texts that repeat themselves or what stands around them
/// @param parseBroken texts with which the file no longer parses at the place
/// @param parseBrokenWithin those of them with the error before their end
/// @param along how often one typed along a text
/// @param reversals how often its rest was replaced or withdrawn then
/// @param alongRight how often one typed along a right text
/// @param reversalsOfRight how often its rest was replaced or withdrawn then
/// @param callsPerKey how often the model was asked for each key
/// @param latency from key to answer
/// @param latencyAsked the same for the keys that asked the model
/// @param overtaken keys whose answer the next key did not wait for
/// @param errors keys that were answered by an error
@JsonInclude(JsonInclude.Include.ALWAYS)
public record TypingFigures(
    int places,
    int keys,
    int texts,
    @Nullable Interval coverage,
    @Nullable Interval firstWord,
    @Nullable Interval firstLine,
    @Nullable Interval agreeing,
    @Nullable Interval exact,
    @Nullable Interval keptChars,
    @Nullable Interval repetition,
    @Nullable Interval parseBroken,
    @Nullable Interval parseBrokenWithin,
    int along,
    @Nullable Interval reversals,
    int alongRight,
    @Nullable Interval reversalsOfRight,
    @Nullable Interval callsPerKey,
    Latency latency,
    Latency latencyAsked,
    int overtaken,
    int errors) {

  /// Counts over these places.
  static TypingFigures of(List<PlaceOutcome> outcomes) {
    List<Key> keys = outcomes.stream().flatMap(outcome -> outcome.keys().stream()).toList();
    return new TypingFigures(
        outcomes.size(),
        keys.size(),
        outcomes.stream().mapToInt(outcome -> outcome.texts().size()).sum(),
        Share.percent(outcomes, outcome -> outcome.texts().isEmpty() ? 0 : 1, _ -> 1),
        texts(outcomes, text -> text.agreement().firstWord()),
        texts(outcomes, text -> text.agreement().firstLine()),
        texts(outcomes, text -> text.agreement().isRight()),
        texts(outcomes, text -> text.agreement().exact()),
        Share.percent(
            outcomes,
            outcome -> sum(outcome, text -> text.agreement().keptChars()),
            outcome -> sum(outcome, text -> text.agreement().chars())),
        texts(outcomes, Suggested::repeats),
        parsed(outcomes, Suggested::breaksParse),
        parsed(outcomes, text -> text.parse() == ParseAtPlace.Verdict.BROKEN),
        outcomes.stream().mapToInt(PlaceOutcome::along).sum(),
        Share.percent(outcomes, PlaceOutcome::reversals, PlaceOutcome::along),
        outcomes.stream().mapToInt(PlaceOutcome::alongRight).sum(),
        Share.percent(outcomes, PlaceOutcome::reversalsOfRight, PlaceOutcome::alongRight),
        Share.ratio(
            outcomes,
            outcome -> outcome.keys().stream().mapToInt(Key::calls).sum(),
            outcome -> outcome.keys().size()),
        Latency.of(keys),
        Latency.of(keys.stream().filter(key -> key.calls() > 0).toList()),
        (int) keys.stream().filter(key -> key.ms() == null).count(),
        (int) keys.stream().filter(key -> key.error() != null).count());
  }

  private static @Nullable Interval texts(
      List<PlaceOutcome> outcomes, Predicate<Suggested> counted) {
    return Share.percent(
        outcomes, outcome -> count(outcome, counted), outcome -> outcome.texts().size());
  }

  /// Of the texts at places whose file parses as it was written.
  private static @Nullable Interval parsed(
      List<PlaceOutcome> outcomes, Predicate<Suggested> counted) {
    return Share.percent(
        outcomes,
        outcome -> count(outcome, counted),
        outcome -> count(outcome, text -> text.parse() != ParseAtPlace.Verdict.UNKNOWN));
  }

  private static double count(PlaceOutcome outcome, Predicate<Suggested> counted) {
    return outcome.texts().stream().filter(counted).count();
  }

  private static double sum(PlaceOutcome outcome, ToDoubleFunction<Suggested> value) {
    return outcome.texts().stream().mapToDouble(value).sum();
  }
}
