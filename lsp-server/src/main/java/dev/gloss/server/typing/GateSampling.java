package dev.gloss.server.typing;

import dev.gloss.inference.Engine;
import dev.gloss.prompts.gate.Feature;
import dev.gloss.prompts.gate.Features;
import dev.gloss.server.assist.Cancellation;
import dev.gloss.server.assist.Completer;
import dev.gloss.server.assist.Completion;
import dev.gloss.server.assist.CompletionQuery;
import dev.gloss.server.assist.Silence;
import dev.gloss.server.config.Settings;
import dev.gloss.server.status.StatusBoard;
import dev.gloss.server.trace.TraceHub;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Asks a model at places, after the first key, the second and some more, and notes what is seen of
/// what it writes and whether it stood there: what the weights of a [dev.gloss.prompts.gate.Gate]
/// are fitted to.
///
/// Used by one thread.
public final class GateSampling {
  /// Keys typed at a place when the model is asked; it is asked less often later.
  private static final List<Integer> KEYS = List.of(0, 1, 2, 3, 5, 8, 12, 18, 26);

  private final Completer completer;
  private final Settings.Completion settings;

  /// @param engine that writes; stays open
  /// @param settings how it is asked
  public GateSampling(Engine engine, Settings.Completion settings) {
    this.completer = new Completer(engine, new TraceHub(), new StatusBoard());
    this.settings = settings;
  }

  /// The samples of a place.
  ///
  /// @throws dev.gloss.server.assist.AssistException if the engine could not serve it
  public List<GateSample> of(TypingPlace place) {
    List<GateSample> samples = new ArrayList<>();
    List<String> keys = place.keys();
    for (int key : KEYS) {
      if (key < keys.size()) {
        String typed = String.join("", keys.subList(0, key));
        samples.addAll(after(place, key, typed));
      }
    }
    return samples;
  }

  private List<GateSample> after(TypingPlace place, int key, String typed) {
    String before = place.before() + typed;
    String missing = place.middle().substring(typed.length());
    CompletionQuery query =
        new CompletionQuery(
            place.uri(), place.languageId(), before + place.after(), before.length());
    Completer.Study study = completer.predict(query, settings, new Cancellation());
    Completion completion = study.completion();
    Agreement agreement =
        Agreement.of(new Moment(before, completion.text(), missing, place.after()));
    Silence silence = completion.silence();
    List<GateSample> samples = new ArrayList<>();
    for (int line = 1; line <= study.features().size(); line++) {
      samples.add(
          new GateSample(
              place.id(),
              place.group(),
              place.kind().label(),
              key,
              line,
              named(study.features().get(line - 1)),
              agreement.firstLine() && haveEqualLines(completion.text(), missing, line),
              agreement.firstWord(),
              completion.isSound() || silence == null ? "" : silence.reason()));
    }
    return samples;
  }

  private static boolean haveEqualLines(String text, String other, int count) {
    return lines(text, count).equals(lines(other, count));
  }

  private static List<String> lines(String text, int count) {
    return text.strip().lines().limit(count).map(String::strip).toList();
  }

  private static Map<String, Double> named(Features features) {
    Map<String, Double> named = new LinkedHashMap<>();
    for (Feature feature : Feature.values()) {
      named.put(feature.label(), Math.round(features.value(feature) * 1e4) / 1e4);
    }
    return named;
  }
}
