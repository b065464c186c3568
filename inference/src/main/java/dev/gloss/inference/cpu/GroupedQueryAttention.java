package dev.gloss.inference.cpu;

import dev.gloss.inference.backend.StepPart;
import dev.gloss.inference.cpu.PageLayout.KeysAndValues;
import dev.gloss.inference.cpu.Workers.Worker;
import dev.gloss.inference.cpu.kernels.Kernels;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.model.GroupedQueryAttentionSpec;
import dev.gloss.inference.model.GroupedQueryAttentionWeights;
import dev.gloss.inference.model.Linear;
import dev.gloss.inference.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Grouped-query attention of one layer (Ainslie et al., 2023), with biases and with norms of each
/// head where the model has them.
final class GroupedQueryAttention implements Attention {
  private final GroupedQueryAttentionSpec spec;
  private final Workers workers;
  private final StepTimes times;
  private final Products products;
  private final GroupedQueryBuffers buffers;
  private final KeyValueCache cache;
  private final KeysAndValues layout;
  private final Rotation rotation;
  private final float softmaxScale;
  private final float normEps;
  private final GroupedQuerySoftmax softmax;
  private final int layer;

  private final Projection query;
  private final Projection key;
  private final Projection value;
  private final Projection output;
  private final @Nullable MemorySegment queryNorm;
  private final @Nullable MemorySegment keyNorm;

  private final Workers.Task prepare = this::prepare;
  private final Workers.Task addOutputBias = this::addOutputBias;
  private StepRows rows = new StepRows(0);
  private Rows result;

  /// A linear layer, repacked.
  private record Projection(PackedMatrix weight, @Nullable MemorySegment bias) {

    static Projection of(Linear linear, Resources resources) {
      return new Projection(resources.pack(linear.weight()), vector(linear.bias(), resources));
    }

    /// Adds the bias to a row of outputs.
    void addBias(Kernels kernels, Rows outputs, int row) {
      if (bias != null) {
        kernels.addScaled(1, bias, 0, outputs.segment(), outputs.offset(row), outputs.width());
      }
    }
  }

  /// @param layer index in the cache
  GroupedQueryAttention(
      GroupedQueryAttentionWeights weights,
      int layer,
      Resources resources,
      LayerBuffers layerBuffers,
      GroupedQueryBuffers buffers) {
    this.spec = buffers.spec();
    this.workers = resources.workers();
    this.times = resources.times();
    this.products = new Products(workers);
    this.buffers = buffers;
    this.cache = layerBuffers.cache();
    this.layout = KeysAndValues.of(spec, cache.layout().type());
    this.rotation = layerBuffers.rotation();
    this.softmaxScale = layerBuffers.softmaxScale();
    this.normEps = resources.config().rmsNormEps();
    this.softmax = new GroupedQuerySoftmax(resources, buffers, cache, layer);
    this.layer = layer;
    this.query = Projection.of(weights.qProj(), resources);
    this.key = Projection.of(weights.kProj(), resources);
    this.value = Projection.of(weights.vProj(), resources);
    this.output = Projection.of(weights.oProj(), resources);
    this.queryNorm = vector(weights.qNorm(), resources);
    this.keyNorm = vector(weights.kNorm(), resources);
    this.result = buffers.mixed();
  }

  private static @Nullable MemorySegment vector(@Nullable Tensor tensor, Resources resources) {
    return tensor == null ? null : resources.vector(tensor);
  }

  @Override
  public void run(StepRows stepRows, Rows normed, Rows out) {
    rows = stepRows;
    result = out;
    int count = rows.count();
    int blocks = Math.ceilDiv(count, Grain.CHEAP_ROWS);
    products
        .add(query.weight(), normed, buffers.query())
        .add(key.weight(), normed, buffers.key())
        .add(value.weight(), normed, buffers.value())
        .run(count);
    times.lap(StepPart.PROJECTIONS);
    workers.run(prepare, blocks);
    softmax.run(rows);
    times.lap(StepPart.ATTENTION);
    products.add(output.weight(), buffers.mixed(), out).run(count);
    if (output.bias() != null) {
      workers.run(addOutputBias, blocks);
    }
    times.lap(StepPart.PROJECTIONS);
  }

  /// Rotates the rows' queries, and writes their keys and values to the cache.
  private void prepare(Worker worker, int item) {
    Kernels kernels = worker.kernels();
    int last = Math.min((item + 1) * Grain.CHEAP_ROWS, rows.count());
    for (int row = item * Grain.CHEAP_ROWS; row < last; row++) {
      query.addBias(kernels, buffers.query(), row);
      key.addBias(kernels, buffers.key(), row);
      value.addBias(kernels, buffers.value(), row);
      rotateQueries(kernels, row);
      cacheEntry(kernels, row);
    }
  }

  private void rotateQueries(Kernels kernels, int row) {
    Rows from = buffers.query();
    Rows to = buffers.rotatedQuery();
    for (int head = 0; head < spec.numAttentionHeads(); head++) {
      long at = from.offset(row) + head * headBytes();
      norm(kernels, queryNorm, from, at);
      rotation.rotate(
          rows.position(row),
          from.segment(),
          at,
          softmaxScale,
          to.segment(),
          to.offset(softmax.queryRow(row, head)),
          Float.BYTES);
    }
  }

  private void cacheEntry(Kernels kernels, int row) {
    int position = rows.position(row);
    int slot = position % KeyValueCache.PAGE_TOKENS;
    long page = cache.pageOffset(rows.pages(row), position, layer);
    Rows keys = buffers.key();
    Rows values = buffers.value();
    for (int head = 0; head < spec.numKeyValueHeads(); head++) {
      long at = keys.offset(row) + head * headBytes();
      norm(kernels, keyNorm, keys, at);
      rotation.rotate(position, keys.segment(), at, 1, keys.segment(), at, Float.BYTES);
      layout.keys().put(cache.data(), page + layout.keysOffset(head), slot, keys.segment(), at);
      layout
          .values()
          .put(
              cache.data(),
              page + layout.valuesOffset(head),
              slot,
              values.segment(),
              values.offset(row) + head * headBytes());
    }
  }

  private void norm(Kernels kernels, @Nullable MemorySegment weight, Rows of, long at) {
    if (weight != null) {
      kernels.rmsNorm(of.segment(), at, weight, spec.headDim(), normEps, of.segment(), at);
    }
  }

  private void addOutputBias(Worker worker, int item) {
    int last = Math.min((item + 1) * Grain.CHEAP_ROWS, rows.count());
    for (int row = item * Grain.CHEAP_ROWS; row < last; row++) {
      output.addBias(worker.kernels(), result, row);
    }
  }

  private long headBytes() {
    return (long) spec.headDim() * Float.BYTES;
  }
}
