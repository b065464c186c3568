package dev.gloss.prompts.reasoning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReasoningParserTest {
  private static final ReasoningTags TAGS = ReasoningTags.THINK_ANSWER;
  private static final ReasoningTags SUMMARY = ReasoningTags.REASONING_SUMMARY;

  /// Events as text, neighbouring texts joined: `T` thought, `A` answer, `/T` `/A` ends, `!`
  /// malformed.
  private static String show(List<ReasoningEvent> events) {
    StringBuilder shown = new StringBuilder();
    char block = ' ';
    for (ReasoningEvent event : events) {
      switch (event) {
        case ReasoningEvent.Think(String text) -> {
          shown.append(block == 'T' ? "" : "T:").append(text);
          block = 'T';
        }
        case ReasoningEvent.Answer(String text) -> {
          shown.append(block == 'A' ? "" : "A:").append(text);
          block = 'A';
        }
        case ReasoningEvent.ThinkEnd() -> {
          shown.append("/T ");
          block = ' ';
        }
        case ReasoningEvent.AnswerWasThought(String think) -> {
          shown.append("=T:").append(think);
          block = ' ';
        }
        case ReasoningEvent.AnswerEnd() -> {
          shown.append("/A");
          block = ' ';
        }
        case ReasoningEvent.Malformed(String reason, String answer) -> {
          shown.append("!").append(reason).append("[").append(answer).append("] ");
          block = ' ';
        }
      }
    }
    return shown.toString();
  }

  private static List<ReasoningEvent> parse(
      ReasoningTags tags, boolean inThink, List<String> pieces) {
    ReasoningParser parser = new ReasoningParser(tags, inThink);
    List<ReasoningEvent> events = new ArrayList<>();
    pieces.forEach(piece -> events.addAll(parser.push(piece)));
    events.addAll(parser.finish());
    return events;
  }

  private static void check(String output, String expected) {
    assertEquals(expected, show(parse(TAGS, false, List.of(output))));
  }

  private static void checkInThink(String output, String expected) {
    assertEquals(expected, show(parse(TAGS, true, List.of(output))));
  }

  private static void checkTranscript(String output, String think, String answer) {
    ReasoningTranscript read = ReasoningTranscript.read(output, TAGS, false);
    assertEquals(think, read.think());
    assertEquals(answer, read.answer());
    assertTrue(read.isAnswerComplete());
  }

  @Test
  void thoughtAndAnswerAreToldApart() {
    check("<think>a</think><answer>b</answer>", "T:a/T A:b/A");
    check(" <think>\na b\n</think>\n\n<answer>\nc</answer>\n", "T:a b\n/T A:c/A");
    check("<think></think><answer></answer>", "/T /A");
  }

  @Test
  void answerTagsMayBeMissing() {
    check("<think>a</think>\n\nb", "T:a/T A:b/A");
    check("<answer>b</answer>", "A:b/A");
    check("just text", "A:just text/A");
    check("", "/A");
    check("<think>a</think><answer>cut of", "T:a/T A:cut of/A");
  }

  @Test
  void theOutputMayStartInsideTheThought() {
    checkInThink("a</think>b", "T:a/T A:b/A");
    checkInThink("\n<think>\na</think><answer>b</answer>", "T:a/T A:b/A");
    checkInThink(
        "a<think>b</think>c", "T:a!<think> is out of place inside the thought[a] A:\nb\nc/A");
  }

  @Test
  void otherTagPairsAreASetting() {
    String output = "<reasoning_process>a <think></reasoning_process><summary>b</summary>";
    assertEquals("T:a <think>/T A:b/A", show(parse(SUMMARY, false, List.of(output))));
  }

  @Test
  void theThoughtsOpeningTagMayBeMissing() {
    check("a</think>b", "A:a=T:a/T A:b/A");
    check(
        "it adds numbers.\n</think>\n\nReturns.",
        "A:it adds numbers.\n=T:it adds numbers.\n/T A:Returns./A");
    check("so it is</think><answer>Yes.</answer>", "A:so it is=T:so it is/T A:Yes./A");
    check("</think>\nb", "/T A:b/A");
    check(
        "a</think>b</think>c",
        "A:a=T:a/T A:b!</think> is out of place inside the answer[a\nb] A:\nc/A");
  }

  @Test
  void aTagThatTheTextNamesIsText() {
    checkNamed("It cuts at `</think>` and keeps the rest.");
    checkNamed("Removes `<think>a</think>` pairs.");
    checkNamed("Looks for ``<answer>`` first.");
    checkNamed("It cuts at \"</think>\" and keeps the rest.");
    checkNamed("It cuts \"a</think>\".");
    checkNamed("Cuts at “</think>”.");
    checkNamed("It cuts at the </think> tag.");
    checkNamed("It cuts at </think>, then trims.");
    checkNamed("Cuts the tag (</think>) away.");
    checkNamed("Writes:\n```html\n<think>\n</think>\n```\nand ends.");
    check(
        "<think>It cuts at `</think>`.</think>It `cuts`.",
        "T:It cuts at `</think>`./T A:It `cuts`./A");
    check("<answer>Ends at `</answer>`.</answer>", "A:Ends at `</answer>`./A");
    checkInThink("Is `</think>` it?\n</think>Yes.", "T:Is `</think>` it?\n/T A:Yes./A");
  }

  private static void checkNamed(String answer) {
    check(answer, "A:" + answer + "/A");
  }

  @Test
  void aTagThatIsMeantMayFollowAnything() {
    check("a `b</think>c", "A:a `b=T:a `b/T A:c/A");
    check("a </think> Returns.", "A:a =T:a /T A:Returns./A");
    check("a </think>\nreturns", "A:a =T:a /T A:returns/A");
    check("Done. </think> returns", "A:Done. =T:Done. /T A:returns/A");
    check("<think>it is \"x\"</think>\"y\"", "T:it is \"x\"/T A:\"y\"/A");
    check("<think>so it ends </think> it ends", "T:so it ends /T A:it ends/A");
    check("<think>a\n```\nb\n</think>c", "T:a\n```\nb\n/T A:c/A");
    checkInThink("a `b\n</think> c `d`", "T:a `b\n/T A:c `d`/A");
  }

  @Test
  void malformedOutputIsAnAnswerWithoutATrace() {
    check("<think>a", "T:a!the thought was never closed by </think>[a] /A");
    check("<think>a</think> ", "T:a/T !no answer follows the thought[a] /A");
    check("</answer>b", "!</answer> is out of place before anything was opened[] A:b/A");
    check(
        "<think>a</think><answer>b</answer> c", "T:a/T A:b/A!text follows </answer>[a\nb] A:\nc/A");
    check(
        "<think>a</think></think>b",
        "T:a/T !</think> is out of place between thought and answer[a] A:\nb/A");
    check(
        "<answer>a</answer><answer>b</answer>",
        "A:a/A!<answer> is out of place after the answer[a] A:\nb/A");
    check(
        "<answer>a<think>b</think>c</answer>",
        "A:a!<think> is out of place inside the answer[a] A:\nb\nc/A");
  }

  @Test
  void aLaterAnswerBlockIsTheBetterAnswer() {
    checkTranscript("<think>a<think>b</think><answer>c</answer>", "", "c");
    checkTranscript("<think>a<answer>c</answer>", "", "c");
    checkTranscript("<think>a</think>well: <answer>c</answer>", "", "c");
    checkTranscript("<think> a </think> b ", "a", "b");
  }

  @Test
  void transcriptsSayWhatWentWrongFirst() {
    var read = ReasoningTranscript.read("<think>a<think>b<answer>c</answer>d", TAGS, false);
    assertEquals("<think> is out of place inside the thought", read.malformed().orElseThrow());
    assertEquals("c\nd", read.answer());
    assertTrue(ReasoningTranscript.read("a", TAGS, false).malformed().isEmpty());
  }

  @Test
  void aTagCutOffAtTheEndIsNoText() {
    check("<think>a</think>b</ans", "T:a/T A:b/A");
    check("a <", "A:a </A");
    check("a < b <thin", "A:a < b /A");
  }

  @Test
  void consistentIsOneThoughtAndOneAnswerAndNothingElse() {
    checkConsistent("<think>a</think><answer>b</answer>", true);
    checkConsistent(" <think>a\n</think>\n <answer>b</answer>\n", true);
    checkConsistent("<think>a</think>b", false);
    checkConsistent("<answer>b</answer>", false);
    checkConsistent("<think>a</think><answer>b", false);
    checkConsistent("x<think>a</think><answer>b</answer>", false);
    checkConsistent("<think>a</think>x<answer>b</answer>", false);
    checkConsistent("<think>a</think><answer>b</answer>x", false);
    checkConsistent("<think>a<think></think><answer>b</answer>", false);
    checkConsistent("<think>a</think><answer>b</answer><answer>c</answer>", false);
    checkConsistent("<answer>b</answer><think>a</think>", false);
    checkConsistent("<think>a</think><answer>b</answer></", false);
    checkConsistent("", false);
  }

  private static void checkConsistent(String output, boolean expected) {
    assertEquals(expected, ReasoningParser.isConsistent(output, TAGS), output);
  }

  @Test
  void anySplitOfTheStreamGivesTheSameEvents() {
    Random random = new Random(seed());
    for (int round = 0; round < 4000; round++) {
      String output = randomOutput(random);
      boolean inThink = random.nextBoolean();
      String whole = show(parse(TAGS, inThink, List.of(output)));
      List<String> pieces = randomPieces(output, random);
      assertEquals(whole, show(parse(TAGS, inThink, pieces)), () -> "seed " + seed() + pieces);
    }
  }

  @Test
  void noTagLeaksThatNobodyNames() {
    Random random = new Random(seed());
    for (int round = 0; round < 4000; round++) {
      // No tag is a word among these.
      String output = randomOutput(random, PLAIN);
      var read = ReasoningTranscript.read(output, TAGS, random.nextBoolean());
      for (String tag : TAGS.all()) {
        assertFalse(read.think().contains(tag), () -> "seed " + seed() + output);
        assertFalse(read.answer().contains(tag), () -> "seed " + seed() + output);
      }
    }
  }

  private static long seed() {
    return Long.getLong("seed", 20261123L);
  }

  private static final List<String> PLAIN =
      List.of(
          "<think>",
          "</think>",
          "<answer>",
          "</answer>",
          "A",
          " ",
          "\n",
          "B C",
          "<",
          "</",
          "<thi",
          "nk>",
          "answer>",
          "</answer",
          ">",
          "<answe",
          "r>",
          "É",
          "\uD83D\uDE00");
  private static final List<String> NAMING =
      List.of("a", "b c", "`", "```", "\"", "(", ", ", ". ", "“", "'");

  private static String randomOutput(Random random) {
    List<String> words = new ArrayList<>(PLAIN);
    words.addAll(NAMING);
    return randomOutput(random, words);
  }

  private static String randomOutput(Random random, List<String> words) {
    StringBuilder output = new StringBuilder();
    for (int n = random.nextInt(14); n > 0; n--) {
      output.append(words.get(random.nextInt(words.size())));
    }
    return output.toString();
  }

  private static List<String> randomPieces(String output, Random random) {
    List<String> pieces = new ArrayList<>();
    for (int at = 0; at < output.length(); ) {
      int next = Math.min(output.length(), at + random.nextInt(5));
      pieces.add(output.substring(at, next));
      at = next;
    }
    return pieces;
  }
}
