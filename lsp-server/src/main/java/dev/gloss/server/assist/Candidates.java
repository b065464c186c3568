package dev.gloss.server.assist;

import dev.gloss.prompts.completion.CompletionMode;
import dev.gloss.prompts.completion.CompletionReading;
import dev.gloss.prompts.completion.CompletionTrimmer;
import dev.gloss.prompts.completion.Flaw;
import dev.gloss.server.config.Settings;
import dev.gloss.server.context.CursorText;
import dev.gloss.server.workspace.Document;
import dev.gloss.server.workspace.PositionEncoding;
import dev.gloss.server.workspace.TextChange;
import dev.gloss.server.workspace.TextPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Other texts for a place than the one that the model would write, for somebody who asked and
/// looks through them: each begins with another of the first tokens that the model finds probable,
/// and is what it goes on with from there.
///
/// Used by one thread; waits for the engine.
public final class Candidates {
  /// Texts that are offered at a place, with the model's own one.
  public static final int MOST = 3;

  /// Why nothing would be shown behind a beginning with which the text is all but complete.
  private static final List<Silence> ENDS =
      List.of(Silence.of(Flaw.EMPTY), Silence.of(Flaw.ONLY_CLOSERS));

  /// Beginnings that are tried at most; of some nothing comes, and some come to the same.
  private static final int MOST_TRIED = 5;

  /// What begins with less likely tokens is no idea of the model's.
  private static final double LEAST_PROBABILITY = 0.03;

  /// Whoever asked waits: after that long no further text is begun.
  private static final Duration USUAL_PATIENCE = Duration.ofMillis(800);

  private final Completer completer;
  private final CompletionQuery query;
  private final Settings.Completion settings;
  private final Cancellation cancellation;
  private final Duration patience;

  /// @param completer writes them
  /// @param query the place
  /// @param settings how much
  /// @param cancellation takes all of them back
  public Candidates(
      Completer completer,
      CompletionQuery query,
      Settings.Completion settings,
      Cancellation cancellation) {
    this(completer, query, settings, cancellation, USUAL_PATIENCE);
  }

  /// @param patience after that long no further text is begun, one aside
  Candidates(
      Completer completer,
      CompletionQuery query,
      Settings.Completion settings,
      Cancellation cancellation,
      Duration patience) {
    this.completer = completer;
    this.query = query;
    this.settings = settings;
    this.cancellation = cancellation;
    this.patience = patience;
  }

  /// Texts that differ from the first one and from each other, the likeliest to be kept first;
  /// fewer than [#MOST], possibly none. Their chance is that of their rest behind how they begin,
  /// times the probability of that.
  ///
  /// @param first the model's own text
  /// @throws AssistException if the engine could not serve it
  public List<Completion> beside(Completion first) {
    long start = System.nanoTime();
    List<Completion> others = new ArrayList<>();
    List<String> texts = new ArrayList<>(List.of(first.text()));
    int tried = 0;
    for (Beginnings.Beginning beginning : completer.beginnings(query, settings, cancellation)) {
      boolean enough =
          texts.size() == MOST
              || tried == MOST_TRIED
              || cancellation.isCancelled()
              || tried > 0 && System.nanoTime() - start > patience.toNanos();
      if (enough) {
        break;
      }
      boolean isNew = texts.stream().noneMatch(text -> text.startsWith(beginning.text()));
      if (isNew && beginning.probability() >= LEAST_PROBABILITY) {
        tried++;
        Completion rest = restOf(beginning.text());
        String text = whole(beginning.text(), rest);
        if (!text.isEmpty() && !texts.contains(text)) {
          texts.add(text);
          others.add(first.with(text, beginning.probability() * rest.chance()));
        }
      }
    }
    others.sort(Comparator.comparingDouble(Completion::chance).reversed());
    return others;
  }

  /// What the model goes on with as if the beginning were typed.
  private Completion restOf(String beginning) {
    Document document = query.document();
    TextPosition place = document.lines().position(query.cursor(), PositionEncoding.UTF16);
    Document begun =
        document.changed(
            document.version(),
            List.of(new TextChange(place, place, beginning)),
            PositionEncoding.UTF16);
    CompletionQuery there =
        new CompletionQuery(
            begun, query.cursor() + beginning.length(), query.explicit(), query.others());
    return completer.complete(there, settings, cancellation);
  }

  /// The whole, judged as if nothing were typed; empty where that is not to be shown.
  private String whole(String beginning, Completion rest) {
    boolean isWhole = rest.isShown() || ENDS.contains(rest.silence());
    return isWhole ? judged(beginning + rest.text()) : "";
  }

  private String judged(String text) {
    CompletionReading reading =
        Completer.reading(query, CursorText.of(query.document(), query.cursor()));
    CompletionMode mode = CompletionWriter.mode(settings, reading);
    CompletionTrimmer.Trimmed trimmed = new CompletionTrimmer(reading, mode, true).trim(text, true);
    return trimmed.flaw() == null ? trimmed.text() : "";
  }
}
