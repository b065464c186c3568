package dev.gloss.server.assist;

import dev.gloss.inference.Prompt;
import dev.gloss.prompts.fim.FimLayout;
import dev.gloss.prompts.packing.DocumentPacker;
import dev.gloss.prompts.packing.Quotation;
import dev.gloss.prompts.packing.Window;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// How much of a document a model reads for a keystroke: all that it may where most of it was read
/// before, else as much as it reads in a moment. What is left out is read ahead while nobody waits
/// ([ReadAhead]), and is part of the next prompt then. So is code of other files, which is read
/// only where everything is.
///
/// Budgets are halved from the largest one on, so that the windows of one place are always the same
/// few, whose beginnings the cache keeps. Where the suffix is read last, all of it is new with each
/// keystroke, so that it is cut first. Safe for use by many threads.
final class ReadingBudget {
  /// How long somebody is let wait for the reading, where there is enough to read in that time.
  static final Duration MOMENT = Duration.ofMillis(400);

  /// Less than this says too little.
  static final int LEAST_TOKENS = 256;

  /// Suffixes that are read last, the largest first.
  private static final int[] LAST_SUFFIXES = {128, 64};

  /// Code of other files has one part in so many of the tokens at most.
  private static final int OTHERS_SHARE = 2;

  private static final int MOST_KNOWN = 8;

  /// Tokens that may be missing from what should be in the cache: pages are kept whole.
  private static final int USUALLY_MISSING = 64;

  /// Prompts that were read lately, the latest first.
  private final Deque<String> known = new ArrayDeque<>();

  /// What a model may read.
  ///
  /// @param others code of other files
  /// @param window of the document
  /// @param tokens of both
  record Cut(Quotation others, Window window, int tokens) {

    /// Whether whoever has read this has read all of another one.
    boolean covers(Cut other) {
      return others.equals(other.others())
          && window.start() == other.window().start()
          && window.suffix().length() >= other.window().suffix().length();
    }

    /// All that stands before the cursor, for the model.
    String prefix() {
      return others.text() + window.prefix();
    }
  }

  /// What is read now.
  ///
  /// @param newTokens of it that the model has not read, near enough
  record Choice(Cut cut, double newTokens) {}

  /// Where in a document, and what else there is.
  ///
  /// @param document its text, as far as the model gets to see it
  /// @param others code of other files, the most wanted first
  record Place(String document, int cursor, List<Quotation> others) {}

  /// Chooses what is read.
  ///
  /// @param most tokens that may be read
  /// @param tokensPerSecond that the model reads; 0 if unknown
  /// @param layout of the prompt
  /// @param packer packs the document
  Choice choose(
      int most, double tokensPerSecond, FimLayout layout, DocumentPacker packer, Place place) {
    double bearable = bearable(tokensPerSecond);
    List<Cut> cuts = new ArrayList<>();
    for (Quotation others : place.others()) {
      cuts.addAll(cuts(most, layout, packer, place, others));
    }
    Choice least = new Choice(cuts.getFirst(), Double.POSITIVE_INFINITY);
    for (int budget = most / 2; ; budget /= 2) {
      for (Cut cut : cuts) {
        Choice choice = new Choice(cut, newTokens(cut, layout));
        if (choice.newTokens() <= bearable) {
          return choice;
        }
        least = choice.newTokens() < least.newTokens() ? choice : least;
      }
      if (budget < LEAST_TOKENS) {
        return least;
      }
      cuts = cuts(budget, layout, packer, place, Quotation.NONE);
    }
  }

  /// Tokens that are read in a moment.
  ///
  /// @param tokensPerSecond that the model reads; 0 if unknown
  static double bearable(double tokensPerSecond) {
    return tokensPerSecond > 0
        ? tokensPerSecond * MOMENT.toMillis() / 1000
        : Double.POSITIVE_INFINITY;
  }

  /// What of all that may be read is worth to be read ahead: what is still of use after the next
  /// key.
  ///
  /// @param most tokens that may be read
  Cut lasting(int most, FimLayout layout, DocumentPacker packer, Place place) {
    for (Quotation others : place.others()) {
      List<Cut> cuts = cuts(most, layout, packer, place, others);
      if (!cuts.isEmpty()) {
        return cuts.getLast();
      }
    }
    throw new IllegalArgumentException("there is no prompt without other files");
  }

  /// The window of so many tokens as it is, and with less of a suffix that is read last; none where
  /// the code of other files is too much.
  private static List<Cut> cuts(
      int budget, FimLayout layout, DocumentPacker packer, Place place, Quotation others) {
    int quoted = packer.tokens(others.text());
    if (quoted > budget / OTHERS_SHARE) {
      return List.of();
    }
    Window window = packer.pack(place.document(), place.cursor(), budget - quoted);
    List<Cut> cuts = new ArrayList<>();
    cuts.add(new Cut(others, window, window.tokens() + quoted));
    if (layout.form().readsSuffixLast()) {
      for (int tokens : LAST_SUFFIXES) {
        Window shorter = packer.withSuffix(window, tokens);
        cuts.add(new Cut(others, shorter, shorter.tokens() + quoted));
      }
    }
    return cuts;
  }

  /// A prompt was read.
  ///
  /// @param choice by which it was made
  /// @param reused tokens that the engine found in its cache
  void read(Prompt prompt, Choice choice, int reused) {
    if (reused + USUALLY_MISSING < choice.cut().tokens() - choice.newTokens()) {
      forget();
    }
    read(prompt);
  }

  /// The cache has been used for something else.
  private synchronized void forget() {
    known.clear();
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

  /// Whether a prompt was read.
  boolean isRead(Prompt prompt) {
    String text = text(prompt);
    return commonPrefix(text) == text.length();
  }

  /// Tokens of a prompt that the model has not read, near enough.
  private double newTokens(Cut cut, FimLayout layout) {
    String text = text(layout.prompt(cut.prefix(), cut.window().suffix()));
    double share = (double) commonPrefix(text) / Math.max(1, text.length());
    return cut.tokens() * (1 - share);
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
