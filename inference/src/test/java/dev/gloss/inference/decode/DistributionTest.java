package dev.gloss.inference.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.gloss.inference.Sampling;
import dev.gloss.inference.testing.ChiSquare;
import dev.gloss.inference.testing.Property;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DistributionTest {
  private static final float[] LOGITS = {1.0f, 0.2f, -0.5f, 2.0f, 1.0f, -3.0f};

  private static Distribution of(Sampling sampling, float... logits) {
    Distribution distribution = new Distribution(logits.length);
    distribution.fill(MemorySegment.ofArray(logits), new int[1], 1, List.of(), sampling);
    return distribution;
  }

  private static double[] softmax(double temperature, float... logits) {
    double[] p = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      p[i] = Math.exp(logits[i] / temperature);
      sum += p[i];
    }
    for (int i = 0; i < p.length; i++) {
      p[i] /= sum;
    }
    return p;
  }

  private static void check(Sampling sampling, double... expected) {
    Distribution distribution = of(sampling, LOGITS);
    int[] counts = new int[LOGITS.length];
    int draws = 40_000;
    for (int position = 0; position < draws; position++) {
      counts[distribution.draw(sampling.seed(), position)]++;
    }
    ChiSquare.check(counts, expected);
    for (int token = 0; token < expected.length; token++) {
      assertEquals(expected[token], distribution.probability(token), 1e-9);
    }
  }

  @Test
  void greedyTakesTheBestAndAmongEqualsTheFirst() {
    assertEquals(3, of(Sampling.GREEDY, LOGITS).best());
    assertEquals(1, of(Sampling.GREEDY, 0, 5, 5).best());
    assertEquals(softmax(1, LOGITS)[3], of(Sampling.GREEDY, LOGITS).probability(3), 1e-6);
  }

  /// Over a real vocabulary and far apart, where most of the sum are small numbers.
  @Test
  void greedyProbabilitiesAreExactToSixPlaces() {
    Property.forSeeds(
        20,
        random -> {
          float[] logits = new float[random.nextInt(1, 152_000)];
          double spread = random.nextDouble(0, 12);
          for (int i = 0; i < logits.length; i++) {
            logits[i] =
                random.nextInt(50) == 0
                    ? Float.NEGATIVE_INFINITY
                    : (float) random.nextGaussian(-5, spread);
          }
          logits[random.nextInt(logits.length)] = 20 * random.nextFloat();
          Distribution distribution = of(Sampling.GREEDY, logits);
          double[] exact = softmax(1, logits);
          for (int i = 0; i < 100; i++) {
            int token = i == 0 ? distribution.best() : random.nextInt(logits.length);
            double expected = exact[token];
            assertEquals(expected, distribution.probability(token), 2e-6 * expected);
          }
          List<Distribution.Choice> top = distribution.top(4);
          assertEquals(distribution.best(), top.getFirst().token());
          double least = top.getLast().probability();
          long better =
              IntStream.range(0, exact.length).filter(i -> exact[i] > least * 1.0001).count();
          assertTrue(better < 4, "better than the fourth: " + better);
        });
  }

  @Test
  void drawsFollowTheTemperature() {
    check(new Sampling(1, 0, 1, 7), softmax(1, LOGITS));
    check(new Sampling(0.5, 0, 1, 8), softmax(0.5, LOGITS));
    check(new Sampling(3, 0, 1, 9), softmax(3, LOGITS));
  }

  @Test
  void topKKeepsSoManyAndAmongEqualsTheFirst() {
    double[] p = softmax(1, LOGITS);
    double sum = p[3] + p[0];
    check(new Sampling(1, 2, 1, 10), p[0] / sum, 0, 0, p[3] / sum, 0, 0);
    check(new Sampling(1, 1, 1, 11), 0, 0, 0, 1, 0, 0);
    check(new Sampling(1, 100, 1, 12), p);
  }

  @Test
  void topPKeepsTheSmallestSetThatReachesIt() {
    double[] p = softmax(1, LOGITS);
    double three = p[3] + p[0] + p[4];
    double reached = p[3] + p[0] + 1e-6;
    check(new Sampling(1, 0, reached, 13), p[0] / three, 0, 0, p[3] / three, p[4] / three, 0);
    check(new Sampling(1, 0, 1e-9, 14), 0, 0, 0, 1, 0, 0);
  }

  @Test
  void topPCountsOfWhatTopKLeft() {
    double[] p = softmax(1, LOGITS);
    // Of two tokens the better has more than 0.6, so that it is enough; of all it has less.
    assertTrue(p[3] / (p[3] + p[0]) > 0.6 && p[3] < 0.6);
    check(new Sampling(1, 2, 0.6, 15), 0, 0, 0, 1, 0, 0);
  }

  @Test
  void anyCutIsThatOfASort() {
    Property.forSeeds(
        300,
        random -> {
          float[] logits = new float[random.nextInt(1, 60)];
          for (int i = 0; i < logits.length; i++) {
            logits[i] = random.nextInt(12) * 0.5f - 3;
          }
          int topK = random.nextInt(0, 20);
          Distribution distribution =
              of(new Sampling(0.2 + random.nextDouble(), topK, 1, 1), logits);
          Comparator<Integer> bestFirst = Comparator.comparingDouble(i -> -logits[i]);
          List<Integer> sorted =
              IntStream.range(0, logits.length)
                  .boxed()
                  .sorted(bestFirst.thenComparing(Comparator.naturalOrder()))
                  .toList();
          int kept = topK == 0 ? logits.length : Math.min(topK, logits.length);
          for (int i = 0; i < sorted.size(); i++) {
            assertEquals(i < kept, distribution.probability(sorted.get(i)) > 0, "rank " + i);
          }
          List<Integer> top = distribution.top(5).stream().map(Distribution.Choice::token).toList();
          assertEquals(sorted.subList(0, Math.min(5, kept)), top);
        });
  }

  @Test
  void aDrawDependsOnSeedAndPositionAlone() {
    Sampling sampling = new Sampling(1, 0, 1, 3);
    Distribution first = of(sampling, LOGITS);
    Distribution second = of(sampling, LOGITS);
    int differing = 0;
    for (int position = 0; position < 500; position++) {
      second.draw(4, position);
      int token = first.draw(3, position);
      assertEquals(token, second.draw(3, position));
      differing += token == first.draw(4, position) ? 0 : 1;
    }
    assertTrue(differing > 200, "other seeds draw other tokens: " + differing);
  }

  /// What makes drafting pay under a temperature: alike distributions draw the same token nearly as
  /// often as is possible at all, which is `1 - d` for a total variation distance of `d`; an
  /// exponential race reaches at least `(1 - d) / (1 + d)`.
  @Test
  void alikeDistributionsDrawAlike() {
    Sampling sampling = new Sampling(1, 0, 1, 5);
    float[] draft = {1.2f, 0.1f, -0.5f, 1.8f, 1.1f, -2.0f};
    double[] p = softmax(1, LOGITS);
    double[] q = softmax(1, draft);
    double distance = 0;
    for (int i = 0; i < p.length; i++) {
      distance += Math.abs(p[i] - q[i]) / 2;
    }
    Distribution target = of(sampling, LOGITS);
    Distribution drafter = of(sampling, draft);
    int same = 0;
    for (int position = 0; position < 20_000; position++) {
      same += target.draw(5, position) == drafter.draw(5, position) ? 1 : 0;
    }
    double share = same / 20_000.0;
    assertTrue(share > (1 - distance) / (1 + distance) - 0.01, "drew alike " + share);
    assertTrue(share < 1 - distance + 0.01, "drew alike " + share);
  }

  @Test
  void logitsThatAreNoNumbersAreRefused() {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThrows(ArithmeticException.class, () -> of(Sampling.GREEDY, 1, bad, 2));
    }
    assertThrows(
        ArithmeticException.class,
        () -> of(Sampling.GREEDY, Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY));
    assertEquals(0, of(Sampling.GREEDY, Float.NEGATIVE_INFINITY, 1).probability(0));
  }

  @Test
  void fillingAndDrawingAllocateNextToNothing() {
    int vocabulary = 1000;
    float[] logits = new float[vocabulary];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < vocabulary; i++) {
      logits[i] = (float) random.nextGaussian(0, 3);
    }
    // A copy out of memory of several kinds - what other tests of this virtual machine did decides
    // -
    // makes a view of some bytes each time; arrays of the vocabulary's size would be thousands.
    long mostBytes = 2 * 100 * 64;
    MemorySegment row = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_FLOAT, logits);
    Distribution distribution = new Distribution(vocabulary);
    Sampling sampling = new Sampling(0.8, 50, 0.95, 2);
    int[] tokens = new int[1];
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    // The first rounds allocate while classes are loaded and code is compiled.
    int quiet = 0;
    for (int round = 0; round < 400 && quiet < 5; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 100; i++) {
        distribution.fill(row, tokens, 1, List.of(), sampling);
        distribution.draw(2, i);
        distribution.fill(row, tokens, 1, List.of(), Sampling.GREEDY);
        distribution.probability(distribution.best());
      }
      quiet = threads.getCurrentThreadAllocatedBytes() - before <= mostBytes ? quiet + 1 : 0;
    }
    assertEquals(5, quiet, "rounds in a row that allocate next to nothing");
  }
}
