package dev.gloss.server.assist;

import dev.gloss.prompts.completion.FirstLine;
import dev.gloss.server.config.AcceptanceFile.Counts;
import dev.gloss.server.workspace.Document;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// How often the texts that were shown were kept lately, as their documents tell: a text is kept
/// when its first line stands there in the end, however it came there, and is not when something
/// else does. Editors do not say what becomes of a text.
///
/// It is kept from one process to the next where somebody does that ([#remember]), and goes nowhere
/// else. Safe for use by many threads.
public final class Acceptance {
  /// How much of what came before a text still counts for each that follows.
  private static final double MEMORY = 0.98;

  /// Texts that would have to be kept or not before much is believed of it.
  private static final double DOUBT = 10;

  /// Log-odds by which it changes what is shown at most.
  private static final double MOST_SHIFT = 1;

  /// How much around a place is compared to see that it is the same one.
  private static final int AROUND = 200;

  private final Map<String, Shown> open = new HashMap<>();
  private final Listener listener;
  private Counts counts = Counts.NONE;
  private Consumer<Counts> keeper = _ -> {};
  private Tally tally = new Tally(0, 0);
  private Tally quoting = new Tally(0, 0);

  /// How many texts were shown, of which it is known what became of them.
  ///
  /// @param shown all of them
  /// @param kept those that were kept
  public record Tally(int shown, int kept) {

    private Tally with(boolean isKept) {
      return new Tally(shown + 1, kept + (isKept ? 1 : 0));
    }
  }

  /// Hears how often texts are kept.
  @FunctionalInterface
  interface Listener {

    /// It is known what became of a text.
    ///
    /// @param all texts
    /// @param quoting those of them whose prompts quoted other files
    void heard(Tally all, Tally quoting);
  }

  /// A text that nobody has kept yet, nor typed something else in its place.
  ///
  /// @param quoting whether its prompt quoted other files
  private record Shown(
      String request, Document document, int cursor, String line, double chance, boolean quoting) {}

  /// Nothing was shown yet.
  ///
  /// @param listener told whenever it is known what became of a text; must be quick
  Acceptance(Listener listener) {
    this.listener = listener;
  }

  /// One that tells nobody, for texts that no person is shown.
  static Acceptance unheard() {
    return new Acceptance((_, _) -> {});
  }

  /// Goes on from what is known of the person.
  ///
  /// @param known what was kept so far
  /// @param keeper told whenever it has changed; must be quick
  public synchronized void remember(Counts known, Consumer<Counts> keeper) {
    this.counts = known;
    this.keeper = keeper;
  }

  /// Somebody who types is shown a text.
  ///
  /// @param query where
  /// @param completion the text; what is left of one that was shown before is none of its own
  public synchronized void shown(CompletionQuery query, Completion completion) {
    Shown before = open.get(query.uri());
    if (before == null || !before.request().equals(completion.request())) {
      String line = FirstLine.of(completion.text());
      open.put(
          query.uri(),
          new Shown(
              completion.request(),
              query.document(),
              query.cursor(),
              line,
              completion.chance(),
              completion.quoting()));
    }
  }

  /// A document has changed.
  public synchronized void changed(Document document) {
    Shown shown = open.get(document.uri());
    if (shown == null) {
      return;
    }
    switch (fate(shown, document.text())) {
      case OPEN -> {}
      case KEPT -> settle(shown, true);
      case REPLACED -> settle(shown, false);
      case UNKNOWN -> open.remove(document.uri());
    }
  }

  /// A document is closed: of a text in it nothing more is learnt.
  public synchronized void closed(String uri) {
    open.remove(uri);
  }

  /// What it adds to the log-odds of the chance that a text is kept, in `[-1, 1]`.
  public synchronized double shift() {
    double seen = odds(counts.kept());
    double foretold = odds(counts.expected());
    return Math.clamp(seen - foretold, -MOST_SHIFT, MOST_SHIFT);
  }

  private double odds(double kept) {
    return Math.log((kept + DOUBT) / (counts.total() - kept + DOUBT));
  }

  private enum Fate {
    OPEN,
    KEPT,
    REPLACED,
    UNKNOWN
  }

  private static Fate fate(Shown shown, String now) {
    String then = shown.document().text();
    int cursor = shown.cursor();
    int behind = then.length() - cursor;
    int end = now.length() - behind;
    int before = Math.min(AROUND, cursor);
    boolean isSamePlace =
        end >= cursor
            && now.regionMatches(cursor - before, then, cursor - before, before)
            && now.regionMatches(end, then, cursor, Math.min(AROUND, behind));
    if (!isSamePlace) {
      return Fate.UNKNOWN;
    }
    String written = now.substring(cursor, end).stripLeading();
    if (written.startsWith(shown.line())) {
      return Fate.KEPT;
    }
    return shown.line().startsWith(written.stripTrailing()) ? Fate.OPEN : Fate.REPLACED;
  }

  private void settle(Shown shown, boolean isKept) {
    open.remove(shown.document().uri());
    counts =
        new Counts(
            MEMORY * counts.expected() + shown.chance(),
            MEMORY * counts.kept() + (isKept ? 1 : 0),
            MEMORY * counts.total() + 1);
    keeper.accept(counts);
    tally = tally.with(isKept);
    quoting = shown.quoting() ? quoting.with(isKept) : quoting;
    listener.heard(tally, quoting);
  }
}
