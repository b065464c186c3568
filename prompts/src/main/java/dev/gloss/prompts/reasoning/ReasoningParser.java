package dev.gloss.prompts.reasoning;

import dev.gloss.prompts.reasoning.ReasoningEvent.Answer;
import dev.gloss.prompts.reasoning.ReasoningEvent.AnswerEnd;
import dev.gloss.prompts.reasoning.ReasoningEvent.AnswerWasThought;
import dev.gloss.prompts.reasoning.ReasoningEvent.Malformed;
import dev.gloss.prompts.reasoning.ReasoningEvent.Think;
import dev.gloss.prompts.reasoning.ReasoningEvent.ThinkEnd;
import java.util.ArrayList;
import java.util.List;

/// Tells thought from answer in a stream of text pieces, whose borders may fall inside tags.
///
/// Expected is one thought, then one answer. The answer's tags may be missing (DeepSeek-R1 writes
/// none): then what follows the thought is the answer; an output without any tag is an answer. The
/// thought's opening tag may be missing: then what stands before the first closing one is the
/// thought ([AnswerWasThought]). A closing answer tag may be missing at the end, where a token
/// limit cut the output. White space around and at the start of both is dropped.
///
/// A tag that the text merely names, inside code or quotation marks or as a word of a sentence, is
/// text.
///
/// Everything else is malformed and degrades to an answer with no trace: tags nested, opened twice
/// or out of order, an answer closed without having been opened, text after a closed answer, a
/// thought that never ends or has no answer after it. [Malformed] then withdraws what came before.
/// Tags that were taken out become line breaks, so the rests of two tags never join to a new one.
///
/// Mutable; one thread at a time.
public final class ReasoningParser {
  private enum State {
    BEFORE,
    THINK,
    BETWEEN,
    /// In an answer without tags.
    BARE_ANSWER,
    ANSWER,
    AFTER,
    MALFORMED
  }

  private final ReasoningTags tags;
  private final boolean startsInThink;
  private final TagScanner scanner;
  private final StringBuilder plain = new StringBuilder();
  private List<ReasoningEvent> events = new ArrayList<>();
  private State state;
  private boolean blockEmpty = true;
  private boolean tagTakenOut;
  private boolean thinkSeen;
  private boolean answerTagSeen;
  private boolean thinkRepeated;

  /// A parser for a whole output.
  public ReasoningParser(ReasoningTags tags) {
    this(tags, false);
  }

  /// @param tags what to look for
  /// @param startsInThink the prompt ended with the opening think tag, as DeepSeek-R1's template
  ///   does, so the output starts inside the thought; a model that writes the tag once more is
  ///   forgiven
  public ReasoningParser(ReasoningTags tags, boolean startsInThink) {
    this.tags = tags;
    this.startsInThink = startsInThink;
    this.state = startsInThink ? State.THINK : State.BEFORE;
    this.thinkSeen = startsInThink;
    this.scanner = new TagScanner(tags.all(), this::isDue, this::text, this::tag);
  }

  /// The next piece of output, and what became certain with it.
  public List<ReasoningEvent> push(String piece) {
    scanner.push(piece);
    return take();
  }

  /// The output is over. The last event of a parser is always an [AnswerEnd].
  public List<ReasoningEvent> finish() {
    scanner.finish();
    switch (state) {
      case THINK -> malformed("the thought was never closed by " + tags.thinkClose());
      case BETWEEN -> malformed("no answer follows the thought");
      default -> {}
    }
    if (state != State.AFTER) {
      events.add(new AnswerEnd());
    }
    return take();
  }

  /// Whether an output is exactly one think block and one answer block with nothing but white space
  /// around them: the format that training rewards and `gloss eval explain` counts.
  public static boolean isConsistent(String output, ReasoningTags tags) {
    ReasoningParser parser = new ReasoningParser(tags);
    parser.push(output);
    return parser.scanner.finish() && parser.state == State.AFTER && parser.thinkSeen;
  }

  private void text(String text) {
    switch (state) {
      case THINK -> think(text);
      case BEFORE, BETWEEN -> {
        if (!text.isBlank()) {
          open(State.BARE_ANSWER);
          answer(text);
        }
      }
      case AFTER -> {
        if (!text.isBlank()) {
          malformed("text follows " + tags.answerClose());
          answer(text);
        }
      }
      case BARE_ANSWER, ANSWER, MALFORMED -> answer(text);
    }
  }

  private void tag(String tag) {
    if (state == State.MALFORMED) {
      strayTag(tag);
    } else if (tag.equals(tags.thinkOpen()) && state == State.BEFORE) {
      thinkSeen = true;
      open(State.THINK);
    } else if (tag.equals(tags.thinkOpen()) && mayRepeatThinkOpen()) {
      thinkRepeated = true;
    } else if (tag.equals(tags.thinkClose()) && state == State.THINK) {
      events.add(new ThinkEnd());
      open(State.BETWEEN);
    } else if (tag.equals(tags.thinkClose()) && mayCloseAlone()) {
      closeAlone();
    } else if (tag.equals(tags.answerOpen()) && (state == State.BEFORE || state == State.BETWEEN)) {
      answerTagSeen = true;
      open(State.ANSWER);
    } else if (tag.equals(tags.answerClose()) && state == State.ANSWER) {
      events.add(new AnswerEnd());
      open(State.AFTER);
    } else {
      wrongTag(tag);
    }
  }

  /// Whether this very tag comes next in a well-formed output.
  private boolean isDue(String tag) {
    return switch (state) {
      case BEFORE -> !tag.equals(tags.answerClose());
      case THINK -> tag.equals(tags.thinkClose());
      case BETWEEN -> tag.equals(tags.answerOpen());
      case ANSWER -> tag.equals(tags.answerClose());
      case BARE_ANSWER, AFTER, MALFORMED -> false;
    };
  }

  private boolean mayCloseAlone() {
    return !thinkSeen && (state == State.BEFORE || state == State.BARE_ANSWER);
  }

  /// The thought had no opening tag.
  private void closeAlone() {
    thinkSeen = true;
    if (!plain.isEmpty()) {
      events.add(new AnswerWasThought(plain.toString()));
    }
    events.add(new ThinkEnd());
    open(State.BETWEEN);
  }

  private boolean mayRepeatThinkOpen() {
    return state == State.THINK && startsInThink && blockEmpty && !thinkRepeated;
  }

  private void wrongTag(String tag) {
    String reason = tag + " is out of place " + place();
    if (tag.equals(tags.answerOpen()) && !answerTagSeen) {
      restart(reason);
    } else {
      malformed(reason);
    }
  }

  private String place() {
    return switch (state) {
      case BEFORE -> "before anything was opened";
      case THINK -> "inside the thought";
      case BETWEEN -> "between thought and answer";
      case BARE_ANSWER, ANSWER -> "inside the answer";
      case AFTER, MALFORMED -> "after the answer";
    };
  }

  /// A further tag after things went wrong: the first answer block still is the better answer.
  private void strayTag(String tag) {
    if (tag.equals(tags.answerOpen()) && !answerTagSeen) {
      restart("an answer block begins after malformed output");
    } else {
      open(State.MALFORMED);
    }
  }

  private void restart(String reason) {
    answerTagSeen = true;
    plain.setLength(0);
    malformed(reason);
  }

  private void malformed(String reason) {
    events.add(new Malformed(reason, plain.toString()));
    open(State.MALFORMED);
  }

  private void open(State next) {
    state = next;
    blockEmpty = true;
    tagTakenOut = !plain.isEmpty();
  }

  private void think(String text) {
    String shown = withoutLeadingSpace(text);
    if (!shown.isEmpty()) {
      remember(shown);
      events.add(new Think(shown));
    }
  }

  private void answer(String text) {
    String shown = withoutLeadingSpace(text);
    if (!shown.isEmpty()) {
      int before = plain.length();
      remember(shown);
      boolean broken = state == State.MALFORMED && plain.length() > before + shown.length();
      events.add(new Answer(broken ? plain.substring(before) : shown));
    }
  }

  private void remember(String shown) {
    if (tagTakenOut && !plain.isEmpty()) {
      plain.append('\n');
    }
    tagTakenOut = false;
    plain.append(shown);
  }

  private String withoutLeadingSpace(String text) {
    String shown = blockEmpty ? text.stripLeading() : text;
    blockEmpty &= shown.isEmpty();
    return shown;
  }

  private List<ReasoningEvent> take() {
    List<ReasoningEvent> taken = List.copyOf(events);
    events = new ArrayList<>();
    return taken;
  }
}
