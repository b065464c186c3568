package dev.gloss.prompts.fim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gloss.inference.FimOrder;
import dev.gloss.inference.Prompt;
import dev.gloss.inference.PromptHints;
import dev.gloss.prompts.WordTokenizer;
import java.util.Arrays;
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

  private static FimLayout layout(WordTokenizer tokenizer, FimForm form) {
    return FillInTheMiddle.of(tokenizer, PromptHints.NONE).layout(form);
  }

  private static void check(FimForm form, Prompt.Part... expected) {
    assertEquals(List.of(expected), layout(tokenizer(), form).prompt("int a = ", ";\n").parts());
  }

  @Test
  void prefixComesBeforeSuffix() {
    check(
        FimForm.PSM,
        new Prompt.Ids(List.of(0)),
        new Prompt.Special(BEGIN),
        new Prompt.Text("int a = "),
        new Prompt.Special(HOLE),
        new Prompt.Text(";\n"),
        new Prompt.Special(END));
  }

  @Test
  void withTheSuffixFirstThePrefixComesLast() {
    check(
        FimForm.SPM,
        new Prompt.Ids(List.of(0)),
        new Prompt.Special(BEGIN),
        new Prompt.Special(HOLE),
        new Prompt.Text(";\n"),
        new Prompt.Special(END),
        new Prompt.Text("int a ="));
  }

  @Test
  void swappedEachTextHasItsTokenBeforeIt() {
    check(
        FimForm.SWAPPED,
        new Prompt.Ids(List.of(0)),
        new Prompt.Special(HOLE),
        new Prompt.Text(";\n"),
        new Prompt.Special(BEGIN),
        new Prompt.Text("int a = "),
        new Prompt.Special(END));
  }

  @Test
  void thePrefixAloneNeedsNoTokens() {
    check(FimForm.PREFIX, new Prompt.Ids(List.of(0)), new Prompt.Text("int a ="));
  }

  @Test
  void theModelBeginsWithTheWordBeforeTheCursor() {
    for (FimForm form : List.of(FimForm.SPM, FimForm.PREFIX)) {
      FimLayout layout = layout(tokenizer(), form);
      assertEquals(" ", layout.opening("{\n    "));
      assertEquals("\t", layout.opening("{\n\t\t"));
      assertEquals("", layout.opening("{\n"));
      assertEquals("", layout.opening("{\r\n"));
      assertEquals("", layout.opening(""));
      assertEquals("pub", layout.opening("pub"));
      assertEquals("pub", layout.opening("{\npub"));
      assertEquals("@Over", layout.opening("  @Over"));
      assertEquals(".o", layout.opening("System.o"));
      assertEquals("(", layout.opening("f("));
      assertEquals(" naïve_1", layout.opening("int naïve_1"));
      assertEquals("=変数", layout.opening("a=変数"));
      assertEquals("🙂x", layout.opening("a🙂x"));
      assertEquals(new Prompt.Text("{\n   "), layout.prompt("{\n    ", "\n}").parts().getLast());
      assertEquals(new Prompt.Text("System"), layout.prompt("System.o", "").parts().getLast());
    }
    for (FimForm form : List.of(FimForm.PSM, FimForm.SWAPPED)) {
      assertEquals("", layout(tokenizer(), form).opening("{\n    "));
    }
  }

  @Test
  void aWordWithoutEndIsCutAtACharacter() {
    String opening = layout(tokenizer(), FimForm.SPM).opening("🙂" + "𝒳".repeat(500));
    assertEquals("𝒳".repeat(24), opening);
  }

  @Test
  void specialTokensInTheDocumentStayText() {
    WordTokenizer tokenizer = tokenizer();
    int end = tokenizer.specialId(END).orElseThrow();
    for (FimForm form : List.of(FimForm.PSM, FimForm.SPM, FimForm.SWAPPED)) {
      int[] ids = tokenizer.encode(layout(tokenizer, form).prompt(END + "a", END));
      assertEquals(1, Arrays.stream(ids).filter(id -> id == end).count(), form.name());
    }
  }

  @Test
  void theOverheadIsWhatTheLayoutAddsToTheTexts() {
    WordTokenizer tokenizer = tokenizer();
    int prefix = tokenizer.encodeText("a b\n").length;
    int suffix = tokenizer.encodeText("c").length;
    for (FimForm form : FimForm.values()) {
      FimLayout layout = layout(tokenizer, form);
      int texts = prefix + (form.readsSuffix() ? suffix : 0);
      assertEquals(
          texts + layout.overheadTokens(),
          tokenizer.encode(layout.prompt("a b\n", "c")).length,
          form.name());
    }
  }

  @Test
  void theBeginningOfSentenceComesWhereTheModelAsksForIt() {
    WordTokenizer tokenizer = new WordTokenizer(false, BEGIN, HOLE, END);
    assertEquals(
        new Prompt.Special(BEGIN),
        layout(tokenizer, FimForm.PSM).prompt("", "").parts().getFirst());
    assertEquals(3, layout(tokenizer, FimForm.PSM).overheadTokens());
  }

  @Test
  void anEmptyPrefixAloneBeginsBehindTheEndOfADocument() {
    WordTokenizer tokenizer = new WordTokenizer(false, "<|endoftext|>").endingWith(0);
    FimLayout layout = layout(tokenizer, FimForm.PREFIX);
    assertEquals(1, tokenizer.encode(layout.prompt("", "}")).length);
    assertEquals(List.of(new Prompt.Text("a\n")), layout.prompt("a\n", "}").parts());
  }

  @Test
  void theOrderThatAModelsFileNamesIsItsUsualForm() {
    for (FimOrder order : FimOrder.values()) {
      PromptHints hints = new PromptHints(null, null, null, order, null, null);
      assertEquals(FimForm.valueOf(order.name()), FillInTheMiddle.of(tokenizer(), hints).usual());
    }
  }
}
