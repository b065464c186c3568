package dev.gloss.server.assist;

import dev.gloss.inference.Interjection;
import dev.gloss.inference.Prompt;
import dev.gloss.prompts.reasoning.ReasoningTags;
import dev.gloss.server.assist.Dialogue.Habit;
import dev.gloss.server.assist.Dialogue.Thinking;
import dev.gloss.server.assist.Dialogue.Turn;
import dev.gloss.server.config.Settings;
import java.util.ArrayList;
import java.util.List;

/// Decides how a model is asked for an explanation: in the words it was trained for, where its
/// files name them, or in plain words, with or without a thought before the answer.
final class ExplanationPlanner {
  /// Long enough for the names that a trained model's thought and answer share.
  private static final int TRAINED_NO_REPEAT = 6;

  /// What comes twice at this length is a loop, and no name.
  private static final int NO_REPEAT = 32;

  /// Room for the tags, beside thought and answer.
  private static final int TAG_TOKENS = 16;

  /// More than a template without a system message adds.
  private static final int TRAINED_TEMPLATE_TOKENS = 32;

  /// Of the context, what the code calls has one part in so many at most.
  private static final int CALLS_SHARE = 8;

  private final ExplanationModel model;
  private final Settings settings;
  private final ReasoningTags tags;
  private final int context;

  ExplanationPlanner(ExplanationModel model, Settings settings) {
    this.model = model;
    this.settings = settings;
    this.tags = ReasoningTags.ofNames(settings.reasoning().think(), settings.reasoning().answer());
    this.context = model.engine().model().contextLength();
  }

  /// The plan for a piece of code.
  ///
  /// @throws AssistException if the model's chat template cannot be used
  ExplanationPlan plan(ExplainQuery query, Audience audience) {
    String question = model.engine().model().hints().explainQuestion();
    return question == null ? asked(query, thinking(audience)) : trained(question, query.code());
  }

  private Thinking thinking(Audience audience) {
    return switch (settings.explain().reasoning()) {
      case ALWAYS -> Thinking.WANTED;
      case NEVER -> Thinking.FORBIDDEN;
      case AUTO -> audience == Audience.PANEL ? Thinking.WANTED : Thinking.UNASKED;
    };
  }

  /// Thought and answer of a trained model are short, and share one limit.
  private ExplanationPlan trained(String question, String code) {
    Settings.Explain limits = settings.explain();
    int maxTokens = limited(Math.max(limits.thinkTokens(), limits.answerTokens()));
    String head = model.cutter().head(code, context - maxTokens - TRAINED_TEMPLATE_TOKENS);
    Turn turn = model.dialogue().ask(question + head, Thinking.UNASKED, tags);
    return new ExplanationPlan(
        turn.prompt(), tags, turn.startsInThink(), false, maxTokens, null, TRAINED_NO_REPEAT);
  }

  private ExplanationPlan asked(ExplainQuery asked, Thinking wished) {
    ExplainQuery query = fitting(asked);
    Habit habit = model.dialogue().habit(tags);
    // Of a model that thinks or not as it likes a hover wants the answer.
    Thinking thinking =
        habit == Habit.OWN && wished == Thinking.UNASKED ? Thinking.FORBIDDEN : wished;
    boolean opened = habit == Habit.NONE && thinking == Thinking.WANTED;
    Turn empty = turn(query, "", opened, thinking);
    boolean mayThink =
        empty.startsInThink()
            || (habit == Habit.SWITCHED && thinking == Thinking.WANTED)
            || (habit == Habit.OWN && thinking != Thinking.FORBIDDEN);
    Settings.Explain limits = settings.explain();
    int maxTokens =
        limited(
            mayThink
                ? limits.thinkTokens() + limits.answerTokens() + TAG_TOKENS
                : limits.answerTokens());
    int frame = model.engine().tokenizer().encode(empty.prompt()).length;
    String code = model.cutter().head(query.code(), context - maxTokens - frame - TAG_TOKENS);
    Turn turn = turn(query, code, opened, thinking);
    return new ExplanationPlan(
        turn.prompt(),
        tags,
        turn.startsInThink(),
        opened,
        maxTokens,
        mayThink ? interjection(turn.startsInThink(), opened, maxTokens) : null,
        NO_REPEAT);
  }

  /// Without what it calls where that would take the room of the code itself.
  private ExplainQuery fitting(ExplainQuery query) {
    Prompt calls = Prompt.of(new Prompt.Text(String.join("\n", query.calls())));
    boolean fits = model.engine().tokenizer().encode(calls).length <= context / CALLS_SHARE;
    return fits ? query : query.calling(List.of());
  }

  private Turn turn(ExplainQuery query, String code, boolean opened, Thinking thinking) {
    ExplainQuestion question = new ExplainQuestion(query);
    String message = opened ? question.withThought(code, tags) : question.plain(code);
    return model.dialogue().ask(message, thinking, tags);
  }

  private int limited(int tokens) {
    Integer cap = settings.hover().maxTokens();
    int most = Math.min(tokens, context / 2);
    return Math.max(1, cap == null ? most : Math.min(most, cap));
  }

  /// Ends a thought that is as long as it may be, so that a model that thinks long still answers.
  private Interjection interjection(boolean startsInThink, boolean opened, int maxTokens) {
    Settings.Explain limits = settings.explain();
    List<Prompt.Part> text = new ArrayList<>(List.of(model.dialogue().close(tags)));
    if (opened) {
      text.add(new Prompt.Text(tags.answerOpen()));
    }
    return new Interjection(
        limits.thinkTokens(),
        startsInThink ? "" : tags.thinkOpen(),
        tags.thinkClose(),
        new Prompt(text),
        Math.max(1, Math.min(limits.answerTokens(), maxTokens / 2)));
  }
}
