package dev.gloss.server.assist;

import dev.gloss.inference.Prompt;
import dev.gloss.prompts.fim.FimLayout;
import dev.gloss.prompts.packing.Window;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntFunction;

/// How much of a document a model reads for a keystroke: all that it may where most of it was read
/// before, else as much as it reads in a moment. What is left out is read ahead while nobody waits
/// ([ReadAhead]), and is part of the next prompt then.
///
/// Budgets are halved from the largest one on, so that the windows of one place are always the same
/// few, whose beginnings the cache keeps. Safe for use by many threads.
final class ReadingBudget {
  /// How long somebody is let wait for the reading.
  static final Duration MOMENT = Duration.ofMillis(500);

  /// Less than this says too little.
  static final int LEAST_TOKENS = 256;

  private static final int MOST_KNOWN = 8;

  /// Prompts that were read lately, the latest first.
  private final Deque<String> known = new ArrayDeque<>();

  /// What is read now.
  ///
  /// @param window of the document
  /// @param whole the window of all that may be read
  record Choice(Window window, Window whole) {

    /// Whether all is read that may be.
    boolean isWhole() {
      return window.equals(whole);
    }
  }

  /// Chooses what is read.
  ///
  /// @param most tokens that may be read
  /// @param tokensPerSecond that the model reads; 0 if unknown
  /// @param layout of the prompt
  /// @param pack the window of so many tokens
  Choice choose(int most, double tokensPerSecond, FimLayout layout, IntFunction<Window> pack) {
    Window whole = pack.apply(most);
    Window window = whole;
    double bearable = tokensPerSecond * MOMENT.toMillis() / 1000;
    int budget = most;
    while (tokensPerSecond > 0
        && budget / 2 >= LEAST_TOKENS
        && newTokens(window, layout) > bearable) {
      budget /= 2;
      window = pack.apply(budget);
    }
    return new Choice(window, whole);
  }

  /// A prompt was read.
  synchronized void read(Prompt prompt) {
    String text = text(prompt);
    known.remove(text);
    known.addFirst(text);
    if (known.size() > MOST_KNOWN) {
      known.removeLast();
    }
  }

  /// Tokens of a window's prompt that the model has not read, near enough.
  private double newTokens(Window window, FimLayout layout) {
    String text = text(layout.prompt(window.prefix(), window.suffix()));
    double share = (double) commonPrefix(text) / Math.max(1, text.length());
    return window.tokens() * (1 - share);
  }

  /// Characters of a prompt that were read already.
  private synchronized int commonPrefix(String text) {
    int most = 0;
    for (String other : known) {
      int common = 0;
      int end = Math.min(text.length(), other.length());
      while (common < end && text.charAt(common) == other.charAt(common)) {
        common++;
      }
      most = Math.max(most, common);
    }
    return most;
  }

  /// The texts of a prompt in the order in which they are read.
  private static String text(Prompt prompt) {
    StringBuilder text = new StringBuilder();
    for (Prompt.Part part : prompt.parts()) {
      switch (part) {
        case Prompt.Text(String plain) -> text.append(plain);
        case Prompt.Special(String name) -> text.append(name);
        case Prompt.Ids ids -> {}
      }
    }
    return text.toString();
  }
}
