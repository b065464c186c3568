package dev.gloss.inference.cpu;

import dev.gloss.inference.backend.StepPart;
import dev.gloss.inference.cpu.Workers.Worker;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.model.ExpertsSpec;
import dev.gloss.inference.model.FeedForwardWeights.MixtureOfExperts;
import dev.gloss.inference.tensor.Decoder;
import dev.gloss.inference.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Routed and shared experts (DeepSeek-V2, eq. 20).
///
/// The rows of a step are grouped by expert, so that each expert's weights are read once. A row's
/// sum begins with the shared experts' output and adds its routed experts by ascending index, so
/// that it does not depend on the other rows.
final class MoeFeedForward implements FeedForward {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private final Workers workers;
  private final StepTimes times;
  private final FeedForwardBuffers buffers;
  private final Products products;
  private final GatedProducts gatedProducts;
  private final int hiddenSize;
  private final int perToken;

  private final PackedMatrix gate;
  private final List<Expert> experts = new ArrayList<>();
  private final @Nullable Expert sharedExperts;
  private final List<Router> routers = new ArrayList<>();

  private final int[] chosen;
  private final float[] weights;
  private final int[] slots;
  private final int[] expertStarts;
  private final Workers.Task route = this::route;
  private final Workers.Task gather = this::gather;
  private final Workers.Task combine = this::combine;
  private Rows input;
  private Rows output;
  private int count;

  MoeFeedForward(MixtureOfExperts weights, Resources resources, FeedForwardBuffers buffers) {
    ExpertsSpec spec = Objects.requireNonNull(resources.config().feedForward().experts());
    this.workers = resources.workers();
    this.times = resources.times();
    this.buffers = buffers;
    this.products = new Products(workers);
    this.gatedProducts = new GatedProducts(workers, spec.nRoutedExperts() + 1);
    this.hiddenSize = resources.config().hiddenSize();
    this.perToken = spec.numExpertsPerTok();
    this.gate = resources.pack(weights.gate());
    weights.experts().forEach(expert -> experts.add(Expert.of(expert, resources)));
    var shared = weights.sharedExperts();
    this.sharedExperts = shared == null ? null : Expert.of(shared, resources);
    Tensor bias = weights.eScoreCorrectionBias();
    float[] biases = bias == null ? null : Decoder.all(bias);
    for (int i = 0; i < workers.size(); i++) {
      routers.add(new Router(spec, biases));
    }
    int mostSlots = resources.maxRows() * perToken;
    this.chosen = new int[mostSlots];
    this.weights = new float[mostSlots];
    this.slots = new int[mostSlots];
    this.expertStarts = new int[experts.size() + 1];
    this.input = buffers.slotInput();
    this.output = buffers.slotOutput();
  }

  /// The experts chosen for a row in the last run, ascending; `n`-th of `numExpertsPerTok`.
  int chosen(int row, int n) {
    return chosen[row * perToken + n];
  }

  /// The weight that goes with [#chosen].
  float weight(int row, int n) {
    return weights[row * perToken + n];
  }

  @Override
  public void run(int rows, Rows normed, Rows out) {
    input = normed;
    output = out;
    count = rows;
    products.add(gate, normed, buffers.routerLogits()).run(rows);
    int blocks = Math.ceilDiv(rows, Grain.CHEAP_ROWS);
    workers.run(route, blocks);
    assignSlots();
    workers.run(gather, blocks);
    times.lap(StepPart.ROUTING);
    if (sharedExperts != null) {
      gatedProducts.add(sharedExperts, normed, buffers.gate(), buffers.up(), out, 0, rows);
    }
    for (int expert = 0; expert < experts.size(); expert++) {
      int first = expertStarts[expert];
      int slotCount = expertStarts[expert + 1] - first;
      if (slotCount > 0) {
        gatedProducts.add(
            experts.get(expert),
            buffers.slotInput(),
            buffers.slotGate(),
            buffers.slotUp(),
            buffers.slotOutput(),
            first,
            slotCount);
      }
    }
    gatedProducts.run();
    workers.run(combine, blocks);
    times.lap(StepPart.FEED_FORWARD);
  }

  private void route(Worker worker, int item) {
    Router router = routers.get(worker.index());
    Rows logits = buffers.routerLogits();
    for (int row = firstRow(item); row < endRow(item); row++) {
      router.choose(logits.segment(), logits.offset(row), chosen, weights, row * perToken);
    }
  }

  /// Gives each row and chosen expert a slot, slots ordered by expert, then by row.
  private void assignSlots() {
    Arrays.fill(expertStarts, 0);
    for (int i = 0; i < count * perToken; i++) {
      expertStarts[chosen[i] + 1]++;
    }
    for (int expert = 1; expert < expertStarts.length; expert++) {
      expertStarts[expert] += expertStarts[expert - 1];
    }
    for (int i = 0; i < count * perToken; i++) {
      slots[i] = expertStarts[chosen[i]]++;
    }
    // Each start has moved to the next one's place.
    System.arraycopy(expertStarts, 0, expertStarts, 1, expertStarts.length - 1);
    expertStarts[0] = 0;
  }

  private void gather(Worker worker, int item) {
    Rows slotInput = buffers.slotInput();
    long bytes = (long) hiddenSize * Float.BYTES;
    for (int row = firstRow(item); row < endRow(item); row++) {
      for (int i = row * perToken; i < (row + 1) * perToken; i++) {
        MemorySegment.copy(
            input.segment(),
            input.offset(row),
            slotInput.segment(),
            slotInput.offset(slots[i]),
            bytes);
      }
    }
  }

  private void combine(Worker worker, int item) {
    Rows slotOutput = buffers.slotOutput();
    for (int row = firstRow(item); row < endRow(item); row++) {
      if (sharedExperts == null) {
        for (int c = 0; c < hiddenSize; c++) {
          output.segment().set(FLOAT, output.offset(row) + (long) c * Float.BYTES, 0);
        }
      }
      for (int i = row * perToken; i < (row + 1) * perToken; i++) {
        worker
            .kernels()
            .addScaled(
                weights[i],
                slotOutput.segment(),
                slotOutput.offset(slots[i]),
                output.segment(),
                output.offset(row),
                hiddenSize);
      }
    }
  }

  private static int firstRow(int item) {
    return item * Grain.CHEAP_ROWS;
  }

  private int endRow(int item) {
    return Math.min((item + 1) * Grain.CHEAP_ROWS, count);
  }
}
