package dev.gloss.server.assist;

import dev.gloss.inference.Prompt;
import dev.gloss.inference.Tokenizer;
import dev.gloss.prompts.chat.ChatMessage;
import dev.gloss.prompts.chat.ChatTemplate;
import dev.gloss.prompts.chat.SpecialTokens;
import dev.gloss.prompts.chat.jinja.TemplateException;
import dev.gloss.prompts.reasoning.ReasoningTags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// How a person's message is laid out for a model by its own chat template, with and without a
/// thought before the answer.
///
/// A template that cannot be used is told when somebody asks, and hinders nobody else. Immutable.
public final class Dialogue {
  /// Variables by which templates are told whether the model is to think: of Qwen3 and GLM, and of
  /// DeepSeek-V3.1.
  private static final List<String> SWITCHES = List.of("enable_thinking", "thinking");

  /// A message of which no template makes anything else.
  private static final String PROBE = "x";

  /// Stands for what was no UTF-8.
  private static final char UNREADABLE = '\uFFFD';

  /// What a template says is its author's, who may say much.
  private static final int LONGEST_PROBLEM = 300;

  private final Tokenizer tokenizer;
  private final String source;
  private final @Nullable ChatTemplate template;
  private final String problem;

  private Dialogue(
      Tokenizer tokenizer, String source, @Nullable ChatTemplate template, String problem) {
    this.tokenizer = tokenizer;
    this.source = source;
    this.template = template;
    this.problem = problem;
  }

  /// Whether the model is to think before it answers.
  enum Thinking {
    /// It is.
    WANTED,
    /// It need not, but may where that is its way.
    UNASKED,
    /// It must not.
    FORBIDDEN
  }

  /// A model's own way to think.
  enum Habit {
    /// Its template has a switch.
    SWITCHED,
    /// Its template opens the thought.
    OPENED,
    /// It opens the thought itself, or leaves it.
    OWN,
    /// It has none, and can be asked for one.
    NONE
  }

  /// One question, ready to be answered.
  ///
  /// @param prompt after which the model answers
  /// @param startsInThink whether what it writes begins inside the thought
  record Turn(Prompt prompt, boolean startsInThink) {}

  /// The dialogue of a template.
  ///
  /// @param source in Jinja
  /// @param tokenVariables variables that hold tokens, such as `bos_token`
  /// @param tokenizer of the same model
  public static Dialogue of(
      String source, Map<String, String> tokenVariables, Tokenizer tokenizer) {
    List<String> specials =
        IntStream.range(0, tokenizer.vocabularySize())
            .filter(tokenizer::isSpecial)
            .mapToObj(tokenizer::decode)
            .toList();
    if (source.indexOf(UNREADABLE) >= 0) {
      return new Dialogue(tokenizer, source, null, "it is not written in UTF-8");
    }
    try {
      ChatTemplate template =
          ChatTemplate.parse(source, SpecialTokens.of(specials), tokenVariables);
      return new Dialogue(tokenizer, source, template, "");
    } catch (TemplateException e) {
      return new Dialogue(tokenizer, source, null, String.valueOf(e.getMessage()));
    }
  }

  /// Why nobody can be asked by the template; empty where it lays a message out.
  public Optional<String> problem() {
    try {
      var unused = render(PROBE, false);
      return Optional.empty();
    } catch (AssistException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /// How the model thinks.
  ///
  /// @throws AssistException if the template cannot be used
  Habit habit(ReasoningTags tags) {
    Prompt thinking = render(PROBE, true);
    if (!thinking.equals(render(PROBE, false))) {
      return Habit.SWITCHED;
    }
    if (endsInThink(thinking, tags)) {
      return Habit.OPENED;
    }
    boolean knowsTag =
        source.contains(tags.thinkClose()) || tokenizer.specialId(tags.thinkClose()).isPresent();
    return knowsTag ? Habit.OWN : Habit.NONE;
  }

  /// Lays a message out. Where the model has no thought of its own and one is wanted, the thought
  /// is opened for it; what it is to write there the message must say.
  ///
  /// @throws AssistException if the template cannot be used
  Turn ask(String message, Thinking thinking, ReasoningTags tags) {
    Habit habit = habit(tags);
    boolean on = thinking == Thinking.WANTED;
    Prompt prompt = render(message, on);
    boolean inThink = endsInThink(render(PROBE, on), tags);
    if (habit == Habit.NONE && on) {
      return new Turn(with(prompt, tag(tags.thinkOpen()), new Prompt.Text("\n")), true);
    }
    if (thinking == Thinking.FORBIDDEN && inThink) {
      return new Turn(with(prompt, close(tags)), false);
    }
    if (thinking == Thinking.FORBIDDEN && habit == Habit.OWN) {
      return new Turn(with(with(prompt, tag(tags.thinkOpen())), close(tags)), false);
    }
    return new Turn(prompt, inThink);
  }

  /// What ends a thought.
  Prompt.Part[] close(ReasoningTags tags) {
    return new Prompt.Part[] {
      new Prompt.Text("\n"), tag(tags.thinkClose()), new Prompt.Text("\n\n")
    };
  }

  private Prompt.Part tag(String text) {
    return tokenizer.specialId(text).isPresent() ? new Prompt.Special(text) : new Prompt.Text(text);
  }

  private static Prompt with(Prompt prompt, Prompt.Part... more) {
    List<Prompt.Part> parts = new ArrayList<>(prompt.parts());
    parts.addAll(List.of(more));
    return new Prompt(parts);
  }

  private Prompt render(String message, boolean thinking) {
    if (template == null) {
      throw unusable(problem);
    }
    Map<String, Boolean> variables = new HashMap<>();
    SWITCHES.forEach(name -> variables.put(name, thinking));
    try {
      return template.render(List.of(ChatMessage.user(message)), true, variables);
    } catch (TemplateException e) {
      throw unusable(String.valueOf(e.getMessage()));
    }
  }

  private static AssistException unusable(String problem) {
    String line = problem.strip().replaceAll("\\s+", " ");
    String told =
        line.length() <= LONGEST_PROBLEM ? line : line.substring(0, LONGEST_PROBLEM) + " ...";
    return new AssistException("the model's chat template cannot be used: " + told);
  }

  /// Whatever tokens spell the tag, and whether white space follows.
  private static boolean endsInThink(Prompt prompt, ReasoningTags tags) {
    String text =
        prompt.parts().stream()
            .map(
                part ->
                    switch (part) {
                      case Prompt.Special(String name) -> name;
                      case Prompt.Text(String plain) -> plain;
                      case Prompt.Ids ids -> "";
                    })
            .collect(Collectors.joining());
    return text.stripTrailing().endsWith(tags.thinkOpen());
  }
}
