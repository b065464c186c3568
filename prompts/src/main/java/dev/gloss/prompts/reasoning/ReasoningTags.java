package dev.gloss.prompts.reasoning;

import java.util.List;

/// The four tags a reasoning model writes.
///
/// @param thinkOpen before the thought
/// @param thinkClose after it
/// @param answerOpen before the answer
/// @param answerClose after it
public record ReasoningTags(
    String thinkOpen, String thinkClose, String answerOpen, String answerClose) {

  /// `<think>` and `<answer>`, as DeepSeek's recipe has them.
  public static final ReasoningTags THINK_ANSWER = ofNames("think", "answer");

  /// `<reasoning_process>` and `<summary>`.
  public static final ReasoningTags REASONING_SUMMARY = ofNames("reasoning_process", "summary");

  /// @throws IllegalArgumentException if a tag is shorter than two characters, contains white space
  ///   or occurs inside another one
  public ReasoningTags {
    List<String> all = List.of(thinkOpen, thinkClose, answerOpen, answerClose);
    for (int i = 0; i < all.size(); i++) {
      String tag = all.get(i);
      if (tag.length() < 2 || tag.chars().anyMatch(Character::isWhitespace)) {
        throw new IllegalArgumentException(
            "reasoning tag '" + tag + "': expected two or more characters without white space");
      }
      for (int j = 0; j < all.size(); j++) {
        if (i != j && all.get(j).contains(tag)) {
          throw new IllegalArgumentException(
              "reasoning tag '" + tag + "' occurs inside '" + all.get(j) + "'");
        }
      }
    }
  }

  /// Tags in the form of XML elements of these names.
  public static ReasoningTags ofNames(String think, String answer) {
    return new ReasoningTags(
        "<" + think + ">", "</" + think + ">", "<" + answer + ">", "</" + answer + ">");
  }

  List<String> all() {
    return List.of(thinkOpen, thinkClose, answerOpen, answerClose);
  }
}
