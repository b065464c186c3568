package dev.gloss.inference.cpu;

import dev.gloss.inference.backend.StepPart;
import dev.gloss.inference.cpu.Workers.Worker;
import dev.gloss.inference.model.FeedForwardWeights.Dense;
import dev.gloss.inference.model.FeedForwardWeights.MixtureOfExperts;
import dev.gloss.inference.model.LayerWeights;

/// One layer: attention and feed-forward part, each behind a norm and added to the residual stream.
final class DecoderLayer {
  private final Workers workers;
  private final StepTimes times;
  private final int hiddenSize;
  private final LayerBuffers buffers;
  private final HiddenNorm inputNorm;
  private final Attention attention;
  private final HiddenNorm postAttentionNorm;
  private final FeedForward feedForward;

  private final Workers.Task normInput = this::normInput;
  private final Workers.Task addAttention = this::addAttention;
  private final Workers.Task addFeedForward = this::addFeedForward;
  private Rows hidden;
  private int count;

  /// @param layer index in the cache
  DecoderLayer(LayerWeights weights, int layer, Resources resources, LayerBuffers buffers) {
    this.workers = resources.workers();
    this.times = resources.times();
    this.hiddenSize = resources.config().hiddenSize();
    this.buffers = buffers;
    this.inputNorm = resources.norm(weights.inputLayernorm());
    this.attention = buffers.attention().attention(weights.attention(), layer, resources, buffers);
    this.postAttentionNorm = resources.norm(weights.postAttentionLayernorm());
    this.feedForward =
        switch (weights.feedForward()) {
          case Dense dense -> new DenseFeedForward(dense, resources, buffers.feedForward());
          case MixtureOfExperts moe -> new MoeFeedForward(moe, resources, buffers.feedForward());
        };
    this.hidden = buffers.normed();
  }

  /// The feed-forward part, for observers.
  FeedForward feedForward() {
    return feedForward;
  }

  /// Runs the rows through the layer: `residual [rows, hidden_size]` is changed in place.
  void run(StepRows rows, Rows residual) {
    hidden = residual;
    count = rows.count();
    int blocks = Math.ceilDiv(count, Grain.CHEAP_ROWS);
    workers.run(normInput, blocks);
    times.lap(StepPart.NORMS);
    attention.run(rows, buffers.normed(), buffers.attentionOutput());
    workers.run(addAttention, blocks);
    times.lap(StepPart.NORMS);
    feedForward.run(count, buffers.normed(), buffers.feedForwardOutput());
    workers.run(addFeedForward, blocks);
    times.lap(StepPart.NORMS);
  }

  private void normInput(Worker worker, int item) {
    for (int row = item * Grain.CHEAP_ROWS; row < end(item); row++) {
      inputNorm.apply(worker.kernels(), hidden, row, buffers.normed(), row);
    }
  }

  private void addAttention(Worker worker, int item) {
    for (int row = item * Grain.CHEAP_ROWS; row < end(item); row++) {
      add(worker, buffers.attentionOutput(), row);
      postAttentionNorm.apply(worker.kernels(), hidden, row, buffers.normed(), row);
    }
  }

  private void addFeedForward(Worker worker, int item) {
    for (int row = item * Grain.CHEAP_ROWS; row < end(item); row++) {
      add(worker, buffers.feedForwardOutput(), row);
    }
  }

  private void add(Worker worker, Rows output, int row) {
    worker
        .kernels()
        .addScaled(
            1,
            output.segment(),
            output.offset(row),
            hidden.segment(),
            hidden.offset(row),
            hiddenSize);
  }

  private int end(int item) {
    return Math.min((item + 1) * Grain.CHEAP_ROWS, count);
  }
}
