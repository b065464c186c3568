package dev.gloss.server.assist;

import dev.gloss.prompts.gate.Feature;
import dev.gloss.prompts.gate.FeatureReader;
import dev.gloss.prompts.gate.Features;
import dev.gloss.prompts.gate.Gate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// The chance that somebody keeps a text, line by line.
///
/// Made once for a text; one thread at a time.
final class KeepChance {
  private final Gate gate;
  private final FeatureReader reader;
  private final double shift;

  /// @param gate that of the model
  /// @param reader of what was written
  /// @param shift what else is known, in log-odds
  KeepChance(Gate gate, FeatureReader reader, double shift) {
    this.gate = gate;
    this.reader = reader;
    this.shift = shift;
  }

  /// The chance that a text's first line is kept.
  double chance(String text) {
    return text.isBlank() ? 0 : gate.chance(features(text, 1), shift);
  }

  /// What counts most against its first line.
  Feature doubt(String text) {
    return gate.doubt(features(text, 1));
  }

  /// The features of its first line, of its first two lines, and so on.
  List<Features> byLine(String text) {
    List<Features> all = new ArrayList<>();
    int lines = text.isBlank() ? 0 : linesOf(text);
    for (int line = 1; line <= lines; line++) {
      all.add(features(text, line));
    }
    return all;
  }

  /// As many of a text's first lines as are kept with that chance.
  ///
  /// @param least that chance
  /// @param fits whether lines may stand there without those that follow
  /// @return empty where not even the first line is
  String surePart(String text, double least, Predicate<String> fits) {
    for (int lines = linesOf(text); lines > 0; lines--) {
      String part = beginning(text, lines);
      if (gate.chance(features(text, lines), shift) >= least && fits.test(part)) {
        return part;
      }
    }
    return "";
  }

  private Features features(String text, int lines) {
    return reader.read(beginning(text, lines), lines + leadingFeeds(text));
  }

  private static int linesOf(String text) {
    return (int) text.strip().lines().count();
  }

  /// The first lines that follow the blank ones.
  private static String beginning(String text, int lines) {
    int end = text.length() - text.stripLeading().length();
    for (int line = 0; line < lines && end >= 0; line++) {
      end = text.indexOf('\n', line == 0 ? end : end + 1);
    }
    return end < 0 ? text : text.substring(0, end);
  }

  private static int leadingFeeds(String text) {
    int start = text.length() - text.stripLeading().length();
    return (int) text.substring(0, start).chars().filter(c -> c == '\n').count();
  }
}
