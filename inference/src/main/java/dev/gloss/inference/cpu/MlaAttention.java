package dev.gloss.inference.cpu;

import dev.gloss.inference.backend.StepPart;
import dev.gloss.inference.cpu.PageLayout.Latents;
import dev.gloss.inference.cpu.Workers.Worker;
import dev.gloss.inference.cpu.kernels.Kernels;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.PageMatrix;
import dev.gloss.inference.cpu.kernels.RowView;
import dev.gloss.inference.model.LatentAttentionSpec;
import dev.gloss.inference.model.LatentAttentionWeights;
import dev.gloss.inference.model.LatentAttentionWeights.CompressedQuery;
import dev.gloss.inference.model.LatentAttentionWeights.DirectQuery;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Multi-head Latent Attention of one layer (DeepSeek-V2, section 2.1), in the absorbed form at
/// every position: heads attend to the cached latents themselves.
final class MlaAttention implements Attention {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private final LatentAttentionSpec spec;
  private final Workers workers;
  private final StepTimes times;
  private final Products products;
  private final LatentBuffers buffers;
  private final KeyValueCache cache;
  private final PageMatrix latents;
  private final Rotation rotation;
  private final float softmaxScale;
  private final LatentSoftmax softmax;
  private final int layer;

  private final PackedMatrix queryDown; // q_a_proj, or q_proj where queries are not compressed
  private final @Nullable MemorySegment queryNorm;
  private final @Nullable PackedMatrix queryUp;
  private final PackedMatrix latentDown;
  private final MemorySegment latentNorm;
  private final AbsorbedHeads heads;
  private final PackedMatrix output;
  private final List<HeadViews> views = new ArrayList<>();

  private final Workers.Task normalise = this::normalise;
  private final Workers.Task absorb = this::absorb;
  private final Workers.Task expand = this::expand;
  private StepRows rows;

  /// @param layer index in the cache
  MlaAttention(
      LatentAttentionWeights weights,
      int layer,
      Resources resources,
      LayerBuffers layerBuffers,
      LatentBuffers buffers) {
    this.spec = buffers.spec();
    this.workers = resources.workers();
    this.times = resources.times();
    this.products = new Products(workers);
    this.buffers = buffers;
    this.cache = layerBuffers.cache();
    this.latents = Latents.of(spec, cache.layout().type()).latents();
    this.rotation = layerBuffers.rotation();
    this.softmaxScale = layerBuffers.softmaxScale();
    this.softmax = new LatentSoftmax(resources, buffers, cache, layer);
    this.layer = layer;
    switch (weights.query()) {
      case DirectQuery direct -> {
        queryDown = resources.pack(direct.qProj());
        queryNorm = null;
        queryUp = null;
      }
      case CompressedQuery compressed -> {
        queryDown = resources.pack(compressed.qAProj());
        queryNorm = resources.vector(compressed.qALayernorm());
        queryUp = resources.pack(compressed.qBProj());
      }
    }
    latentDown = resources.pack(weights.kvAProjWithMqa());
    latentNorm = resources.vector(weights.kvALayernorm());
    heads = AbsorbedHeads.of(weights.kvB(), spec, resources);
    output = resources.pack(weights.oProj());
    for (int head = 0; head < spec.numAttentionHeads(); head++) {
      views.add(HeadViews.of(buffers, spec, head));
    }
    rows = new StepRows(0);
  }

  /// One head's part of the buffers.
  private record HeadViews(RowView query, RowView absorbed, RowView mixed, RowView values) {
    static HeadViews of(LatentBuffers buffers, LatentAttentionSpec spec, int head) {
      return new HeadViews(
          buffers.query().part(0, 1, head * spec.qkHeadDim()),
          buffers.absorbedQuery().part(head, spec.numAttentionHeads(), 0),
          buffers.mixedLatent().part(0, 1, head * Rows.padded(spec.kvLoraRank())),
          buffers.values().part(0, 1, head * spec.vHeadDim()));
    }
  }

  @Override
  public void run(StepRows stepRows, Rows normed, Rows out) {
    rows = stepRows;
    int count = stepRows.count();
    Rows query = queryUp == null ? buffers.query() : buffers.compressedQuery();
    products
        .add(queryDown, normed, query)
        .add(latentDown, normed, buffers.latentAndKey())
        .run(count);
    times.lap(StepPart.PROJECTIONS);
    workers.run(normalise, Math.ceilDiv(count, Grain.CHEAP_ROWS));
    times.lap(StepPart.ATTENTION);
    if (queryUp != null) {
      products.add(queryUp, buffers.compressedQuery(), buffers.query()).run(count);
    }
    times.lap(StepPart.PROJECTIONS);
    runHeads(absorb, spec.qkNopeHeadDim());
    times.lap(StepPart.ABSORPTION);
    softmax.run(stepRows);
    times.lap(StepPart.ATTENTION);
    runHeads(expand, spec.vHeadDim());
    times.lap(StepPart.ABSORPTION);
    products.add(output, buffers.values(), out).run(count);
    times.lap(StepPart.PROJECTIONS);
  }

  private void runHeads(Workers.Task task, int headDim) {
    int items = spec.numAttentionHeads() * Grain.rowBlocks(rows.count());
    long headProducts = (long) spec.kvLoraRank() * headDim * rows.count();
    if (Grain.worthSharing(headProducts * spec.numAttentionHeads())) {
      workers.run(task, items);
      return;
    }
    for (int item = 0; item < items; item++) {
      task.run(workers.caller(), item);
    }
  }

  /// Norms the compressed query, and writes the normed latent and the rotated key to the cache.
  private void normalise(Worker worker, int item) {
    Kernels kernels = worker.kernels();
    int last = Math.min((item + 1) * Grain.CHEAP_ROWS, rows.count());
    int rank = spec.kvLoraRank();
    Rows latent = buffers.latentAndKey();
    for (int row = item * Grain.CHEAP_ROWS; row < last; row++) {
      if (queryNorm != null) {
        Rows query = buffers.compressedQuery();
        kernels.rmsNorm(
            query.segment(),
            query.offset(row),
            queryNorm,
            query.width(),
            spec.latentNormEps(),
            query.segment(),
            query.offset(row));
      }
      kernels.rmsNorm(
          latent.segment(),
          latent.offset(row),
          latentNorm,
          rank,
          spec.latentNormEps(),
          latent.segment(),
          latent.offset(row));
      int position = rows.position(row);
      long key = latent.offset(row) + (long) rank * Float.BYTES;
      rotation.rotate(position, latent.segment(), key, 1, latent.segment(), key, Float.BYTES);
      latents.put(
          cache.data(),
          cache.pageOffset(rows.pages(row), position, layer),
          position % KeyValueCache.PAGE_TOKENS,
          latent.segment(),
          latent.offset(row));
    }
  }

  /// Brings one head's queries into the space of the cache: `W_UK^T q_nope` and the rotated `q_pe`,
  /// both times the softmax scale, laid out by channel with the heads side by side.
  private void absorb(Worker worker, int item) {
    int head = item % spec.numAttentionHeads();
    int first = item / spec.numAttentionHeads() * Grain.BLOCK_ROWS;
    int count = Math.min(Grain.BLOCK_ROWS, rows.count() - first);
    Rows query = buffers.query();
    Rows absorbed = buffers.absorbedQuery();
    Rows lanes = buffers.queryLanes();
    int headCount = spec.numAttentionHeads();
    long queryColumn = (long) head * spec.qkHeadDim() * Float.BYTES;
    worker
        .kernels()
        .multiply(
            heads.keyUp().get(head),
            0,
            heads.keyUp().get(head).panels(),
            views.get(head).query(),
            views.get(head).absorbed(),
            first,
            count);
    int rank = spec.kvLoraRank();
    long laneBytes = (long) LatentBuffers.headLanes(spec) * Float.BYTES;
    for (int row = first; row < first + count; row++) {
      long from = absorbed.offset(row * headCount + head);
      long to = lanes.offset(row) + (long) head * Float.BYTES;
      for (int c = 0; c < rank; c++) {
        float value = absorbed.segment().get(FLOAT, from + (long) c * Float.BYTES) * softmaxScale;
        lanes.segment().set(FLOAT, to + c * laneBytes, value);
      }
      rotation.rotate(
          rows.position(row),
          query.segment(),
          query.offset(row) + queryColumn + (long) spec.qkNopeHeadDim() * Float.BYTES,
          softmaxScale,
          lanes.segment(),
          to + rank * laneBytes,
          laneBytes);
    }
  }

  /// Turns one head's mixed latents into its values.
  private void expand(Worker worker, int item) {
    int head = item % spec.numAttentionHeads();
    int first = item / spec.numAttentionHeads() * Grain.BLOCK_ROWS;
    PackedMatrix valueUp = Objects.requireNonNull(heads.valueUp().get(head));
    worker
        .kernels()
        .multiply(
            valueUp,
            0,
            valueUp.panels(),
            views.get(head).mixed(),
            views.get(head).values(),
            first,
            Math.min(Grain.BLOCK_ROWS, rows.count() - first));
  }
}
