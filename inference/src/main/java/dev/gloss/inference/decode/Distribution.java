package dev.gloss.inference.decode;

import dev.gloss.inference.Sampling;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// What the next token is drawn from: the model's logits after the processors, the temperature and
/// the cuts of a [Sampling].
///
/// One instance is filled again for each position; it allocates nothing but what it returns. Not
/// safe for use by several threads.
public final class Distribution {
  private final float[] logits;
  private final double[] weights;
  private final long[] keys;
  private final ExponentialSum exponentials = new ExponentialSum();
  private int best;
  private boolean greedy;
  private double inverseTemperature;
  private double total;
  private boolean summed;

  /// A distribution over so many tokens.
  public Distribution(int vocabularySize) {
    logits = new float[vocabularySize];
    weights = new double[vocabularySize];
    keys = new long[vocabularySize];
  }

  /// A token and its probability.
  ///
  /// @param token its id
  /// @param probability in `[0, 1]`
  public record Choice(int token, double probability) {}

  /// Takes in the logits of one position.
  ///
  /// @param row `[vocab_size]` f32, read and not kept
  /// @param tokens the tokens before the position
  /// @param length how many there are
  /// @param processors applied in order
  /// @param sampling temperature and cuts
  /// @throws ArithmeticException if the model's logits are no numbers
  public void fill(
      MemorySegment row,
      int[] tokens,
      int length,
      List<LogitProcessor> processors,
      Sampling sampling) {
    MemorySegment.copy(row, ValueLayout.JAVA_FLOAT, 0, logits, 0, logits.length);
    for (LogitProcessor processor : processors) {
      processor.process(tokens, length, logits);
    }
    if (!findBest()) {
      throw new ArithmeticException(
          "the model's logits at position " + (length - 1) + " are no numbers");
    }
    summed = false;
    greedy = sampling.greedy();
    if (!greedy) {
      inverseTemperature = 1 / sampling.temperature();
      weigh();
      keepTopK(sampling.topK());
      keepTopP(sampling.topP());
    }
  }

  /// The most probable token; among equals the one with the lowest id.
  public int best() {
    return best;
  }

  /// Draws a token: the one whose exponential waiting time, with its probability as the rate, is
  /// shortest (an exponential race, which is the Gumbel-max trick in other words).
  ///
  /// Every token has a random number of its own that depends on the seed and the position alone.
  /// Two distributions that are alike so draw the same token most of the time, which is what
  /// drafting needs, and what is drawn does not depend on whether a draft was there.
  ///
  /// @param seed of the request
  /// @param position of the token to draw
  /// @throws IllegalStateException if it was filled for greedy choices
  public int draw(long seed, long position) {
    if (greedy) {
      throw new IllegalStateException("a greedy choice is not drawn");
    }
    long state = CounterRandom.position(seed, position);
    int winner = best;
    double shortest = -Math.log(CounterRandom.uniform(state, best)) / weights[best];
    for (int token = 0; token < weights.length; token++) {
      double weight = weights[token];
      if (weight > 0) {
        double uniform = CounterRandom.uniform(state, token);
        // exp(-x) >= 1 - x, so that most tokens lose without a logarithm.
        if (uniform > 1 - shortest * weight) {
          double time = -Math.log(uniform) / weight;
          if (time < shortest) {
            shortest = time;
            winner = token;
          }
        }
      }
    }
    return winner;
  }

  /// The probability of a token, 0 if it was cut. Of a greedy choice, whose distribution is that of
  /// temperature 1, to a relative accuracy of 1e-6.
  public double probability(int token) {
    if (!greedy) {
      return weights[token] / total;
    }
    if (!summed) {
      summed = true;
      total = exponentials.of(logits, logits[best]);
    }
    return Math.exp(logits[token] - (double) logits[best]) / total;
  }

  /// The most probable tokens, most probable first, without those that were cut.
  ///
  /// @param count how many, a few
  public List<Choice> top(int count) {
    int kept = 0;
    // The last of those kept; among equals the one that came first stays.
    float least = Float.NEGATIVE_INFINITY;
    for (int token = 0; token < logits.length && count > 0; token++) {
      if (logits[token] > least && probability(token) > 0) {
        kept = insert(TokenOrder.key(logits[token], token), kept, count);
        if (kept == count) {
          least = logits[TokenOrder.token(keys[kept - 1])];
        }
      }
    }
    List<Choice> top = new ArrayList<>(kept);
    for (int i = 0; i < kept; i++) {
      int token = TokenOrder.token(keys[i]);
      top.add(new Choice(token, probability(token)));
    }
    return top;
  }

  /// Puts a key among the first `size` keys, which are in order; the last one gives way if there
  /// are `most` already.
  private int insert(long key, int size, int most) {
    int at = Math.min(size, most - 1);
    while (at > 0 && keys[at - 1] > key) {
      keys[at] = keys[at - 1];
      at--;
    }
    keys[at] = key;
    return Math.min(size + 1, most);
  }

  /// Finds the most probable token; false if a logit is NaN or the best is not finite.
  private boolean findBest() {
    float highest = Float.NEGATIVE_INFINITY;
    best = 0;
    for (int token = 0; token < logits.length; token++) {
      // True for NaN as well, which compares with nothing.
      if (!(logits[token] <= highest)) {
        if (Float.isNaN(logits[token])) {
          return false;
        }
        highest = logits[token];
        best = token;
      }
    }
    return Float.isFinite(highest);
  }

  /// Fills the weights; greedy choices do without.
  private void weigh() {
    double max = logits[best];
    double sum = 0;
    for (int token = 0; token < logits.length; token++) {
      double weight = Math.exp((logits[token] - max) * inverseTemperature);
      weights[token] = weight;
      sum += weight;
    }
    total = sum;
  }

  private void keepTopK(int topK) {
    if (topK == 0 || topK >= logits.length) {
      return;
    }
    int kept = collectKept(0);
    TokenOrder.smallestFirst(keys, kept, Math.min(topK, kept));
    keepUpTo(keys[Math.min(topK, kept) - 1]);
  }

  private void keepTopP(double topP) {
    if (topP >= 1) {
      return;
    }
    // All tokens below this weight together have less than what top-p cuts off.
    int kept = collectKept(total * (1 - topP) / logits.length);
    TokenOrder.smallestFirst(keys, kept, kept);
    double reached = 0;
    for (int i = 0; i < kept; i++) {
      reached += weights[TokenOrder.token(keys[i])];
      if (reached >= topP * total) {
        keepUpTo(keys[i]);
        return;
      }
    }
  }

  private int collectKept(double leastWeight) {
    int kept = 0;
    for (int token = 0; token < logits.length; token++) {
      if (weights[token] > 0 && weights[token] >= leastWeight) {
        keys[kept++] = TokenOrder.key(logits[token], token);
      }
    }
    return kept;
  }

  private void keepUpTo(long key) {
    total = 0;
    for (int token = 0; token < logits.length; token++) {
      if (TokenOrder.key(logits[token], token) > key) {
        weights[token] = 0;
      }
      total += weights[token];
    }
  }
}
