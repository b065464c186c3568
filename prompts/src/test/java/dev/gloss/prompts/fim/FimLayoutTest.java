package dev.gloss.prompts.fim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.FimOrder;
import dev.gloss.inference.Prompt;
import dev.gloss.prompts.WordTokenizer;
import java.util.List;
import org.junit.jupiter.api.Test;

class FimLayoutTest {
  private static final String BOS = "<｜begin▁of▁sentence｜>";
  private static final String BEGIN = "<｜fim▁begin｜>";
  private static final String HOLE = "<｜fim▁hole｜>";
  private static final String END = "<｜fim▁end｜>";

  private static WordTokenizer tokenizer() {
    return new WordTokenizer(true, BOS, BEGIN, HOLE, END);
  }

  private static void check(String prefix, String suffix, Prompt.Part... expected) {
    assertEquals(
        List.of(expected), FimLayout.of(tokenizer(), FimOrder.PSM).prompt(prefix, suffix).parts());
  }

  @Test
  void prefixComesBeforeSuffix() {
    check(
        "int a = ",
        ";\n",
        new Prompt.Ids(List.of(0)),
        new Prompt.Special(BEGIN),
        new Prompt.Text("int a = "),
        new Prompt.Special(HOLE),
        new Prompt.Text(";\n"),
        new Prompt.Special(END));
  }

  @Test
  void inTheOtherOrderThePrefixComesLast() {
    assertEquals(
        List.of(
            new Prompt.Ids(List.of(0)),
            new Prompt.Special(BEGIN),
            new Prompt.Special(HOLE),
            new Prompt.Text(";\n"),
            new Prompt.Special(END),
            new Prompt.Text("int a = ")),
        FimLayout.of(tokenizer(), FimOrder.SPM).prompt("int a = ", ";\n").parts());
  }

  @Test
  void specialTokensInTheDocumentStayText() {
    check(
        END + "a",
        BEGIN,
        new Prompt.Ids(List.of(0)),
        new Prompt.Special(BEGIN),
        new Prompt.Text(END + "a"),
        new Prompt.Special(HOLE),
        new Prompt.Text(BEGIN),
        new Prompt.Special(END));
    var tokenizer = tokenizer();
    int[] ids = tokenizer.encode(FimLayout.of(tokenizer, FimOrder.PSM).prompt(END, END));
    int end = tokenizer.specialId(END).orElseThrow();
    assertEquals(1, java.util.Arrays.stream(ids).filter(id -> id == end).count());
  }

  @Test
  void theOverheadIsWhatTheLayoutAddsToTheTexts() {
    var tokenizer = tokenizer();
    FimLayout layout = FimLayout.of(tokenizer, FimOrder.PSM);
    int texts = tokenizer.encodeText("a b").length + tokenizer.encodeText("c").length;
    assertEquals(
        texts + layout.overheadTokens(), tokenizer.encode(layout.prompt("a b", "c")).length);
  }

  @Test
  void aModelWithoutBeginningOfSentenceGetsNone() {
    var tokenizer = new WordTokenizer(false, BEGIN, HOLE, END);
    assertEquals(
        new Prompt.Special(BEGIN),
        FimLayout.of(tokenizer, FimOrder.PSM).prompt("", "").parts().getFirst());
    assertEquals(3, FimLayout.of(tokenizer, FimOrder.PSM).overheadTokens());
  }

  @Test
  void aModelWithoutTheTokensIsRefusedByName() {
    var chatOnly = new WordTokenizer(true, BOS, HOLE);
    assertFalse(FimLayout.isSupported(chatOnly));
    assertTrue(FimLayout.isSupported(tokenizer()));
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> FimLayout.of(chatOnly, FimOrder.PSM));
    assertEquals(
        "this model cannot fill in the middle: its tokenizer has no special token "
            + "<｜fim▁begin｜>, <｜fim▁end｜>; choose a model trained for code completion",
        refusal.getMessage());
  }
}
