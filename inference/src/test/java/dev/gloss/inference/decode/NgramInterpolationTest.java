package dev.gloss.inference.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.Prompt;
import dev.gloss.inference.Prompt.Special;
import dev.gloss.inference.Prompt.Text;
import dev.gloss.inference.Tokenizer;
import dev.gloss.inference.testing.HashBackend;
import dev.gloss.inference.testing.LetterTokenizer;
import dev.gloss.inference.testing.Property;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NgramInterpolationTest {
  private static final LetterTokenizer LETTERS = new LetterTokenizer();
  private static final int VOCABULARY = HashBackend.VOCABULARY;
  private static final double UNIFORM = 1.0 / VOCABULARY;
  private static final double WEIGHT = 0.25;

  private static double[] probabilities(float[] logits) {
    double sum = 0;
    double[] p = new double[logits.length];
    for (int i = 0; i < p.length; i++) {
      p[i] = Math.exp(logits[i]);
      sum += p[i];
    }
    for (int i = 0; i < p.length; i++) {
      p[i] /= sum;
    }
    return p;
  }

  /// What a uniform model becomes.
  private static double[] mixed(Prompt prompt, String generated) {
    int[] ids = LETTERS.encode(prompt);
    NgramInterpolation processor =
        new NgramInterpolation(LETTERS, VOCABULARY, ids, endOf(prompt), WEIGHT);
    int[] more = LETTERS.encodeText(generated);
    int[] tokens = Arrays.copyOf(ids, ids.length + more.length);
    System.arraycopy(more, 0, tokens, ids.length, more.length);
    float[] logits = new float[VOCABULARY];
    processor.process(tokens, tokens.length, logits);
    return probabilities(logits);
  }

  /// Tokens up to the end of the part that is gone on with.
  private static int endOf(Prompt prompt) {
    return LETTERS.encode(new Prompt(prompt.parts().subList(0, prompt.continued() + 1))).length;
  }

  private static double of(double[] p, char letter) {
    return p[LETTERS.encodeText(String.valueOf(letter))[0]];
  }

  @Test
  void whatFollowedBeforeIsRaisedByItsShare() {
    double[] p = mixed(Prompt.of(new Text("0abcd0abc")), "");
    // One order of four bytes and one of three, each with one observation of one kind: a half is
    // observed by the higher, a quarter by the lower, the rest is the model's.
    assertEquals((1 - WEIGHT * 0.75) * UNIFORM + WEIGHT * 0.75, of(p, 'd'), 1e-6);
    assertEquals((1 - WEIGHT * 0.75) * UNIFORM, of(p, 'z'), 1e-6);
    assertEquals(1, Arrays.stream(p).sum(), 1e-9);
  }

  @Test
  void aNewContextLeavesTheModelAlone() {
    assertEquals(UNIFORM, of(mixed(Prompt.of(new Text("abcdabcz")), ""), 'd'), 1e-9);
  }

  @Test
  void longerContextsWeighMore() {
    double[] p = mixed(Prompt.of(new Text("wxyzA.qxyzB.rxyzB.wxyz")), "");
    assertTrue(of(p, 'A') > of(p, 'B'), "wxyz was followed by A, other xyz by B");
  }

  @Test
  void aFilledHoleGoesOnAfterThePrefix() {
    Prompt prompt =
        new Prompt(
            List.of(
                new Special("<｜fim▁begin｜>"),
                new Text("abcdabc"),
                new Special("<｜fim▁hole｜>"),
                new Text("xyzQabcD"),
                new Special("<｜fim▁end｜>")),
            1);
    double[] p = mixed(prompt, "");
    double plain = of(p, 'z');
    assertTrue(of(p, 'd') > plain && of(p, 'D') > plain, "prefix and suffix are both counted");
    assertTrue(of(p, 'Q') <= plain, "the end of the suffix is no context");
    assertTrue(of(mixed(prompt, "xyz"), 'Q') > plain, "what was generated is");
  }

  @Test
  void aPrefixBehindTheSuffixIsGoneOnWithAsItStands() {
    Prompt prompt =
        Prompt.of(
            new Special("<｜fim▁begin｜>"),
            new Special("<｜fim▁hole｜>"),
            new Text("xyzQabcD"),
            new Special("<｜fim▁end｜>"),
            new Text("abcdabc"));
    double[] p = mixed(prompt, "");
    double plain = of(p, 'z');
    assertTrue(of(p, 'd') > plain && of(p, 'D') > plain, "prefix and suffix are both counted");
    assertTrue(of(mixed(prompt, "xyz"), 'Q') > plain, "and what was generated");
  }

  @Test
  void whatIsBeingCopiedIsCopiedOn() {
    String line = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPRST0123456789";
    double[] p = mixed(Prompt.of(new Text(line + "Q" + line)), "");
    double[] shorter = mixed(Prompt.of(new Text(line + "Q" + line.substring(20))), "");
    assertTrue(of(p, 'Q') > 0.45, "half of it is the n-grams': " + of(p, 'Q'));
    assertTrue(of(shorter, 'Q') < WEIGHT + UNIFORM, "behind 35 bytes: " + of(shorter, 'Q'));
  }

  @Test
  void specialTokensSeparate() {
    Prompt prompt =
        Prompt.of(new Text("abc"), new Special("<eos>"), new Text("dab"), new Text("c"));
    assertEquals(UNIFORM, of(mixed(prompt, ""), 'd'), 1e-9);
  }

  @Test
  void tokensOnlyGrow() {
    int[] ids = LETTERS.encodeText("abc");
    NgramInterpolation processor =
        new NgramInterpolation(LETTERS, VOCABULARY, ids, ids.length, 0.5);
    float[] logits = new float[VOCABULARY];
    assertThrows(IllegalStateException.class, () -> processor.process(ids, 2, logits));
  }

  @Test
  void readingTokenByTokenIsReadingAllAtOnce() {
    Property.forSeeds(
        100,
        random -> {
          int[] tokens = random.ints(random.nextInt(2, 80), 0, 9).toArray();
          int prompt = random.nextInt(1, tokens.length);
          int[] start = Arrays.copyOf(tokens, prompt);
          NgramInterpolation stepwise =
              new NgramInterpolation(LETTERS, VOCABULARY, start, prompt, WEIGHT);
          for (int length = prompt; length <= tokens.length; length++) {
            float[] logits = HashBackend.logitsAfter(Arrays.copyOf(tokens, length));
            float[] again = logits.clone();
            stepwise.process(tokens, length, logits);
            new NgramInterpolation(LETTERS, VOCABULARY, start, prompt, WEIGHT)
                .process(tokens, length, again);
            assertArrayEquals(again, logits);
          }
        });
  }

  /// Against the recursion of Witten and Bell as the paper writes it, with counts in maps.
  @Test
  void probabilitiesAreThoseOfTheRecursion() {
    Property.forSeeds(
        200,
        random -> {
          int[] text = random.ints(random.nextInt(2, 60), 0, random.nextInt(2, 6)).toArray();
          int order = random.nextInt(2, 6);
          int[] contexts = IntStream.range(1, order).toArray();
          NgramModel model = new NgramModel(new Digits(), 6, contexts);
          for (int token : text) {
            model.append((byte) ('0' + token));
          }
          double evidence = model.lookUp();
          double left = 1;
          double[] expected = new double[6];
          for (int context = 1; context < order && context < text.length; context++) {
            Map<Integer, Integer> counts = followers(text, context);
            int seen = counts.values().stream().mapToInt(Integer::intValue).sum();
            if (seen > 0) {
              double lower = counts.size() / (double) (seen + counts.size());
              left *= lower;
              for (int token = 0; token < 6; token++) {
                double own = counts.getOrDefault(token, 0) / (double) (seen + counts.size());
                expected[token] = own + lower * expected[token];
              }
            }
          }
          assertEquals(1 - left, evidence, 1e-9);
          for (int token = 0; token < 6; token++) {
            assertEquals(expected[token], model.probability(token), 1e-9);
          }
        });
  }

  /// Six digits, each a token.
  private static final class Digits extends LetterTokenizer {
    @Override
    public int[] encodeText(String text) {
      return text.chars().map(c -> c - '0').toArray();
    }
  }

  @Test
  void whatFollowsIsCutIntoTokensAsTheModelWouldWriteItHere() {
    Tokenizer words = new BlankWords();
    NgramModel model = new NgramModel(words, words.vocabularySize(), 3);
    model.append("if a b\nif ".getBytes(StandardCharsets.UTF_8));
    model.lookUp();
    assertEquals(1, model.followers());
    assertEquals(words.encodeText("a")[0], model.follower(0), "and not the token ' a'");
  }

  /// Takes a blank and the letter after it for one token.
  private static final class BlankWords extends LetterTokenizer {
    @Override
    public int[] encodeText(String text) {
      boolean blank = text.startsWith(" ");
      return new int[] {blank ? 0 : super.encodeText(text.substring(0, 1))[0]};
    }
  }

  @Test
  void halfACharacterIsNoContinuation() {
    NgramModel model = new NgramModel(LETTERS, VOCABULARY, 1);
    model.append("aéaé".getBytes(StandardCharsets.UTF_8));
    model.append((byte) 0xc3); // the first half of one more é
    assertEquals(0, model.lookUp());
  }

  private static Map<Integer, Integer> followers(int[] text, int context) {
    Map<Integer, Integer> counts = new HashMap<>();
    int[] end = Arrays.copyOfRange(text, text.length - context, text.length);
    for (int at = 0; at + context < text.length; at++) {
      if (Arrays.equals(text, at, at + context, end, 0, context)) {
        counts.merge(text[at + context], 1, Integer::sum);
      }
    }
    return counts;
  }
}
