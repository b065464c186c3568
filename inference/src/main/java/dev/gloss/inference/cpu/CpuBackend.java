package dev.gloss.inference.cpu;

import dev.gloss.inference.backend.Backend;
import dev.gloss.inference.backend.DraftSlice;
import dev.gloss.inference.backend.MemoryNeed;
import dev.gloss.inference.backend.Slice;
import dev.gloss.inference.backend.StepPart;
import dev.gloss.inference.backend.StepResult;
import dev.gloss.inference.cpu.CpuOptions.KernelChoice;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.Precision;
import dev.gloss.inference.cpu.packed.Background;
import dev.gloss.inference.cpu.packed.NamedMatrix;
import dev.gloss.inference.cpu.packed.PackedFile;
import dev.gloss.inference.cpu.packed.PackedFolder;
import dev.gloss.inference.cpu.packed.PackedMismatchException;
import dev.gloss.inference.cpu.packed.PackedPlace;
import dev.gloss.inference.model.DecoderConfig;
import dev.gloss.inference.model.DecoderModel;
import dev.gloss.inference.model.LayerWeights;
import dev.gloss.inference.model.ModelWeights;
import dev.gloss.inference.model.MtpWeights;
import dev.gloss.inference.model.RopeTable;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Runs a model on the processor's cores.
///
/// All native memory - repacked weights, activations, cache - belongs to the backend and is freed
/// by [#close()]; weights that were packed before are mapped instead. Embeddings are read from the
/// model, which has to stay open as long.
///
/// Calls come from one thread at a time, which computes as well.
public final class CpuBackend implements Backend {
  /// What such a backend calls itself.
  static final String NAME = "cpu";

  /// Most rows of a step.
  private static final int MAX_BATCH_ROWS = 256;

  /// Weights that plain kernels read in about a tenth of a second.
  private static final long PLAIN_WEIGHT_BYTES = 48L << 20;

  private final DecoderConfig config;
  private final Arena arena;
  private final Workers workers;
  private final KeyValueCache cache;
  private final Rotation rotation;
  private final Embedding embedding;
  private final List<DecoderLayer> layers = new ArrayList<>();
  private final LayerBuffers buffers;
  private final HiddenNorm norm;
  private final PackedMatrix head;
  private final @Nullable MtpModule mtp;
  private final Logits logits;
  private final Rows hidden;

  private final StepRows rows = new StepRows(MAX_BATCH_ROWS);
  private final StepRows draftRows = new StepRows(MAX_BATCH_ROWS);
  private final int[] draftMainRows = new int[MAX_BATCH_ROWS];
  private final int[] sliceFirstRows = new int[MAX_BATCH_ROWS];
  private final int[] sliceCounts = new int[MAX_BATCH_ROWS];
  private int lastSlices;
  private final Resources resources;
  private @Nullable KernelWarmUp kernelWarmUp;
  private @Nullable Background background;
  private @Nullable StepObserver observer;

  private CpuBackend(
      DecoderModel model,
      CpuOptions options,
      Arena arena,
      Workers workers,
      @Nullable PackedFile stored) {
    this.config = model.config();
    this.arena = arena;
    this.workers = workers;
    ModelWeights weights = model.weights();
    Precision precision = options.precision();
    boolean rounds =
        weights.layers().stream()
            .flatMap(LayerWeights::tensors)
            .anyMatch(tensor -> PackedMatrix.roundsActivations(tensor.dtype(), precision));
    resources =
        new Resources(
            config,
            arena,
            workers,
            precision,
            rounds,
            MAX_BATCH_ROWS,
            new Inventory(),
            stored,
            new StepTimes());
    int pages = Math.toIntExact(Math.ceilDiv(options.cacheTokens(), KeyValueCache.PAGE_TOKENS));
    int cachedLayers = config.numHiddenLayers() + Math.min(1, weights.mtp().size());
    PageLayout layout = PageLayout.of(config.attention(), options.cacheType());
    cache = new KeyValueCache(arena, pages, cachedLayers, layout, workers.size());
    RopeTable rope = RopeTable.of(config);
    rotation = new Rotation(rope, Math.multiplyExact(pages, KeyValueCache.PAGE_TOKENS), arena);
    buffers = LayerBuffers.allocate(resources, cache, rotation, rope.softmaxScale());
    embedding = new Embedding(weights.embedTokens());
    for (int layer = 0; layer < config.numHiddenLayers(); layer++) {
      layers.add(new DecoderLayer(weights.layers().get(layer), layer, resources, buffers));
    }
    norm = resources.norm(weights.norm());
    head = resources.pack(weights.lmHead());
    mtp = weights.mtp().isEmpty() ? null : mtp(weights, resources);
    if (stored != null) {
      stored.requireAllTaken();
    }
    hidden = resources.rows(config.hiddenSize());
    logits = new Logits(resources);
  }

  private MtpModule mtp(ModelWeights weights, Resources resources) {
    MtpWeights module = weights.mtp().get(0);
    DecoderLayer layer =
        new DecoderLayer(module.layer(), config.numHiddenLayers(), resources, buffers);
    PackedMatrix sharedHead =
        module.sharedHead().equals(weights.lmHead()) ? head : resources.pack(module.sharedHead());
    return new MtpModule(module, layer, norm, sharedHead, resources);
  }

  /// Repacks a model's weights, or maps what was packed before, and starts the threads.
  ///
  /// @param model stays open at least as long as the backend
  /// @throws IllegalStateException if the kernels asked for do not run here
  public static CpuBackend open(DecoderModel model, CpuOptions options) {
    PackedFolder folder = options.packed();
    PackedPlace place = folder == null ? null : folder.place(model);
    try {
      return open(model, options, place, true);
    } catch (PackedMismatchException e) {
      Objects.requireNonNull(place).discard(e);
      return open(model, options, place, false);
    }
  }

  private static CpuBackend open(
      DecoderModel model, CpuOptions options, @Nullable PackedPlace place, boolean maps) {
    Arena arena = Arena.ofShared();
    Workers workers = null;
    try {
      PackedFile stored = place == null || !maps ? null : place.open(arena);
      KernelSelection selection = new KernelSelection(options.kernels(), options.threads(), arena);
      workers = new Workers(selection);
      CpuBackend backend = new CpuBackend(model, options, arena, workers, stored);
      backend.warmUp(selection);
      backend.keep(place);
      return backend;
    } catch (RuntimeException | Error e) {
      if (workers != null) {
        workers.close();
      }
      arena.close();
      throw e;
    }
  }

  /// Brings mapped weights into memory, or keeps those that were packed.
  private void keep(@Nullable PackedPlace place) {
    PackedFile stored = resources.stored();
    if (stored != null) {
      background = stored.loading();
      background.startAfter(CompletableFuture.completedFuture(null));
    } else if (place != null) {
      background = place.writing(matrices());
      background.startAfter(compiled());
    }
  }

  /// With a large model a step on the plain kernels takes longer than the fast ones take to be
  /// compiled.
  private void awaitFastKernels() {
    KernelWarmUp underWay = kernelWarmUp;
    if (underWay != null && weightBytes() > PLAIN_WEIGHT_BYTES) {
      underWay.done().join();
    }
  }

  private void warmUp(KernelSelection selection) {
    if (selection.isWarmingUp()) {
      kernelWarmUp =
          new KernelWarmUp(
              selection,
              resources.inventory().samples(),
              cache.layout().kinds(),
              KernelWarmUp.PATIENCE);
    }
  }

  /// What a model takes, by going through the motions without filling anything.
  static MemoryNeed need(DecoderModel model, CpuOptions options) {
    MemoryNeed one = withPages(1, model, options);
    MemoryNeed two = withPages(2, model, options);
    long pageBytes = two.scratchBytes() - one.scratchBytes();
    return new MemoryNeed(
        one.weightBytes(),
        one.scratchBytes() - pageBytes,
        Math.ceilDiv(pageBytes, KeyValueCache.PAGE_TOKENS));
  }

  /// The same with the pages counted as scratch.
  private static MemoryNeed withPages(int pages, DecoderModel model, CpuOptions options) {
    CpuOptions counted = options.withCacheTokens((long) pages * KeyValueCache.PAGE_TOKENS);
    try (CountingArena arena = new CountingArena()) {
      KernelSelection selection = new KernelSelection(options.kernels(), options.threads(), arena);
      Workers workers = Workers.idle(selection);
      CpuBackend backend = new CpuBackend(model, counted, arena, workers, null);
      try (Logits logits = backend.logits) {
        long bytes = arena.bytes() + logits.byteSize();
        return new MemoryNeed(backend.weightBytes(), bytes - backend.weightBytes(), 0);
      }
    }
  }

  /// Bytes of weights as they are laid out.
  long weightBytes() {
    return resources.inventory().weightBytes();
  }

  /// All matrices, in the order in which they were packed.
  List<NamedMatrix> matrices() {
    return resources.inventory().matrices();
  }

  /// Whether they were packed before and are mapped.
  boolean isMapped() {
    return resources.stored() != null;
  }

  /// The name of the kernels that [CpuOptions.KernelChoice#AUTO] chooses here: `vector-` and a
  /// width in bits, with those of machine code where there is some, as in `+avx2`, or `scalar`.
  public static String availableKernels() {
    try (Arena arena = Arena.ofConfined()) {
      return new KernelSelection(KernelChoice.AUTO, 1, arena).best(0).name();
    }
  }

  /// Why there is no machine code for quantized products in this process; empty if there is.
  public static Optional<String> machineCodeObstacle() {
    return Optional.ofNullable(KernelSelection.machineCodeObstacle());
  }

  /// The name of the instructions that machine code is written with; empty if there is none.
  public static Optional<String> machineCodeInstructions() {
    return Optional.ofNullable(KernelSelection.machineCodeInstructions());
  }

  /// The model's hyper-parameters.
  DecoderConfig config() {
    return config;
  }

  @Override
  public String name() {
    return NAME;
  }

  /// What computes at the moment, the kernels' name; it changes once, when the fast ones are
  /// compiled.
  public String kernels() {
    return workers.caller().kernels().name();
  }

  @Override
  public CompletableFuture<Void> warm() {
    return isMapped() ? settled() : compiled();
  }

  private CompletableFuture<Void> compiled() {
    KernelWarmUp underWay = kernelWarmUp;
    return underWay == null ? CompletableFuture.completedFuture(null) : underWay.done();
  }

  @Override
  public CompletableFuture<Void> settled() {
    Background underWay = background;
    return underWay == null ? compiled() : CompletableFuture.allOf(compiled(), underWay.done());
  }

  @Override
  public void requireUnchanged() {
    PackedFile stored = resources.stored();
    if (stored != null) {
      stored.requireUnwritten();
    }
  }

  @Override
  public int pages() {
    return cache.pages();
  }

  @Override
  public int pageTokens() {
    return KeyValueCache.PAGE_TOKENS;
  }

  @Override
  public int cacheBytesPerToken() {
    return Math.toIntExact(cache.bytesPerToken());
  }

  @Override
  public int maxBatchRows() {
    return MAX_BATCH_ROWS;
  }

  @Override
  public StepResult step(List<Slice> batch) {
    return Objects.requireNonNull(step(batch, () -> false));
  }

  @Override
  public @Nullable StepResult step(List<Slice> batch, BooleanSupplier unwanted) {
    StepChecks.check(batch, this);
    awaitFastKernels();
    resources.times().begin();
    rows.clear();
    logits.clear();
    lastSlices = batch.size();
    int lastPosition = 0;
    for (int i = 0; i < batch.size(); i++) {
      Slice slice = batch.get(i);
      sliceFirstRows[i] = rows.count();
      sliceCounts[i] = slice.count();
      for (int p = slice.start(); p < slice.start() + slice.count(); p++) {
        embedding.lookUp(slice.tokenIds()[p], hidden, rows.count());
        rows.add(slice.tokenIds()[p], p, slice.pages());
      }
      lastPosition = Math.max(lastPosition, slice.start() + slice.count() - 1);
    }
    rotation.reach(lastPosition);
    resources.times().lap(StepPart.NORMS);
    for (int layer = 0; layer < layers.size(); layer++) {
      if (unwanted.getAsBoolean()) {
        lastSlices = 0;
        return null;
      }
      layers.get(layer).run(rows, hidden);
      if (observer != null) {
        observer.layerDone(
            layer, buffers.attentionOutput(), hidden, layers.get(layer).feedForward());
      }
    }
    for (int i = 0; i < batch.size(); i++) {
      int end = sliceFirstRows[i] + sliceCounts[i];
      logits.addSlice(norm, hidden, end, batch.get(i).logitRows());
    }
    computeLogits(head);
    return logits;
  }

  @Override
  public StepResult draft(List<DraftSlice> drafts) {
    if (mtp == null) {
      throw new IllegalStateException("the model has no Multi-Token Prediction module");
    }
    if (lastSlices == 0) {
      throw new IllegalStateException("there was no step to draft from");
    }
    StepChecks.checkDrafts(drafts, this, lastSlices, sliceCounts);
    resources.times().begin();
    draftRows.clear();
    logits.clear();
    for (int i = 0; i < drafts.size(); i++) {
      DraftSlice draft = drafts.get(i);
      int first = sliceFirstRows[draft.slice()];
      for (int row = first; row < first + draft.count(); row++) {
        int position = rows.position(row);
        StepChecks.checkNext(draft, position, this);
        draftMainRows[draftRows.count()] = row;
        draftRows.add(draft.tokenIds()[position + 1], position, draft.pages());
      }
    }
    mtp.run(draftRows, hidden, draftMainRows);
    int end = 0;
    for (int i = 0; i < drafts.size(); i++) {
      end += drafts.get(i).count();
      logits.addSlice(mtp.norm(), mtp.hidden(), end, drafts.get(i).wantLogits() ? 1 : 0);
    }
    computeLogits(mtp.head());
    return logits;
  }

  private void computeLogits(PackedMatrix matrix) {
    resources.times().lap(StepPart.NORMS);
    logits.compute(matrix);
    resources.times().lap(StepPart.LOGITS);
  }

  @Override
  public void copyPage(int from, int to, int tokens) {
    StepChecks.checkPage(from, this);
    StepChecks.checkPage(to, this);
    if (tokens < 0 || tokens > KeyValueCache.PAGE_TOKENS) {
      throw new IllegalArgumentException(
          "a page holds " + KeyValueCache.PAGE_TOKENS + " tokens, got " + tokens);
    }
    cache.copy(from, to);
  }

  /// Shows every layer's numbers to an observer from now on.
  void observe(@Nullable StepObserver layerObserver) {
    observer = layerObserver;
  }

  /// The hidden states that the last call scored, after the final norm.
  Rows scored() {
    return logits.normed();
  }

  /// Whether the backend still has its memory.
  boolean memoryIsAlive() {
    return arena.scope().isAlive();
  }

  @Override
  public Map<StepPart, Duration> times() {
    return resources.times().total();
  }

  /// Ends the threads and frees all memory; a second call does nothing.
  @Override
  public void close() {
    if (memoryIsAlive()) {
      if (kernelWarmUp != null) {
        kernelWarmUp.close();
      }
      if (background != null) {
        background.close();
      }
      workers.close();
      logits.close();
      arena.close();
    }
  }
}
