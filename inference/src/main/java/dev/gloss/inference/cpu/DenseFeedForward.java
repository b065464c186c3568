package dev.gloss.inference.cpu;

import dev.gloss.inference.backend.StepPart;
import dev.gloss.inference.model.FeedForwardWeights.Dense;

/// A feed-forward part without experts, as in the first layers.
final class DenseFeedForward implements FeedForward {
  private final Expert weights;
  private final FeedForwardBuffers buffers;
  private final GatedProducts products;
  private final StepTimes times;

  DenseFeedForward(Dense weights, Resources resources, FeedForwardBuffers buffers) {
    this.weights = Expert.of(weights, resources);
    this.buffers = buffers;
    this.products = new GatedProducts(resources.workers(), 1);
    this.times = resources.times();
  }

  @Override
  public void run(int count, Rows normed, Rows out) {
    products.add(weights, normed, buffers.gate(), buffers.up(), out, 0, count).run();
    times.lap(StepPart.FEED_FORWARD);
  }
}
