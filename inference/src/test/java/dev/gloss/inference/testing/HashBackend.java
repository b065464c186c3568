package dev.gloss.inference.testing;

import dev.gloss.inference.ModelFile;
import dev.gloss.inference.ModelInfo;
import dev.gloss.inference.PromptHints;
import dev.gloss.inference.backend.Backend;
import dev.gloss.inference.backend.DraftSlice;
import dev.gloss.inference.backend.Slice;
import dev.gloss.inference.backend.StepPart;
import dev.gloss.inference.backend.StepResult;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A backend whose model is a hash: a row's logits are a hash of the whole token history **as read
/// back from the pages**, so that any mistake with pages changes the tokens.
///
/// It is stricter than a real one: entries that do not belong to the sequence's tokens, pages that
/// two slices share and one writes, rows out of order and results read too late are all refused.
/// Its Multi-Token Prediction module is right about seven times in ten.
public final class HashBackend implements Backend {
  /// Ids it scores.
  public static final int VOCABULARY = 61;

  private static final long UNWRITTEN = 0;

  /// What its model says.
  public enum Mind {
    /// The hash of the whole history.
    HISTORY,
    /// The same seven times in ten, else something else: a model that drafts for the first.
    UNSURE,
    /// What follows the last token, whatever was before it: a model that repeats itself.
    FORGETFUL
  }

  private final int pageTokens;
  private final int maxBatchRows;
  private final int context;
  private final boolean mtp;
  private final Mind mind;
  private final long[][] mainEntries;
  private final long[][] mtpEntries;
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile @Nullable Consumer<List<Slice>> beforeStep;
  private volatile Runnable beforeCopy = () -> {};
  private List<Slice> lastBatch = List.of();
  private List<long[]> lastHidden = List.of();
  private long calls;
  private volatile long rowsRun;
  private volatile boolean closed;

  public HashBackend(int pages, int pageTokens, int maxBatchRows, int context, boolean mtp) {
    this(pages, pageTokens, maxBatchRows, context, mtp, Mind.HISTORY);
  }

  public HashBackend(
      int pages, int pageTokens, int maxBatchRows, int context, boolean mtp, Mind mind) {
    this.mind = mind;
    this.pageTokens = pageTokens;
    this.maxBatchRows = maxBatchRows;
    this.context = context;
    this.mtp = mtp;
    mainEntries = new long[pages][pageTokens];
    mtpEntries = new long[pages][pageTokens];
  }

  /// One with enough of everything.
  public static HashBackend roomy() {
    return new HashBackend(400, 4, 64, 512, true);
  }

  /// A roomy one without module, of another mind.
  public static HashBackend of(Mind mind) {
    return new HashBackend(400, 4, 64, 512, false, mind);
  }

  /// Has something run at the begin of every step, on the loop's thread.
  public void beforeStep(Consumer<List<Slice>> hook) {
    beforeStep = hook;
  }

  /// Has something run at the begin of every copy of a page.
  public void beforeCopy(Runnable hook) {
    beforeCopy = hook;
  }

  /// Rows of the main model run so far.
  public long rowsRun() {
    return rowsRun;
  }

  /// Whether it was closed.
  public boolean closed() {
    return closed;
  }

  /// What its model is.
  public ModelInfo info() {
    int modules = mtp ? 1 : 0;
    return new ModelInfo(
        "hash",
        "Hash",
        0,
        0,
        0,
        false,
        16,
        16,
        "F32",
        modules,
        context,
        VOCABULARY,
        ModelFile.NONE,
        PromptHints.NONE,
        name());
  }

  @Override
  public String name() {
    return "hash";
  }

  @Override
  public int pages() {
    return mainEntries.length;
  }

  @Override
  public int pageTokens() {
    return pageTokens;
  }

  @Override
  public int cacheBytesPerToken() {
    return 16;
  }

  @Override
  public int maxBatchRows() {
    return maxBatchRows;
  }

  @Override
  public StepResult step(List<Slice> batch) {
    return Objects.requireNonNull(step(batch, () -> false));
  }

  /// One that is given up leaves nothing in the pages that it would have written.
  @Override
  public @Nullable StepResult step(List<Slice> batch, BooleanSupplier unwanted) {
    return alone(
        () -> {
          Consumer<List<Slice>> hook = beforeStep;
          if (hook != null) {
            hook.accept(batch);
          }
          checkBatch(batch);
          if (unwanted.getAsBoolean()) {
            for (Slice slice : batch) {
              for (int p = slice.start(); p < slice.start() + slice.count(); p++) {
                mainEntries[page(slice.pages(), p)][p % pageTokens] = UNWRITTEN;
              }
            }
            lastBatch = List.of();
            return null;
          }
          List<long[]> hidden = new ArrayList<>();
          for (Slice slice : batch) {
            checkEntries(slice.tokenIds(), slice.pages(), slice.start(), 0);
            for (int p = slice.start(); p < slice.start() + slice.count(); p++) {
              mainEntries[page(slice.pages(), p)][p % pageTokens] = entry(slice.tokenIds()[p], p);
            }
            hidden.add(histories(slice));
            rowsRun += slice.count();
          }
          lastBatch = List.copyOf(batch);
          lastHidden = hidden;
          return result(
              (slice, row) -> {
                Slice of = batch.get(slice);
                check(row >= 0 && row < of.logitRows(), "row " + row + " has no logits");
                return logits(hidden.get(slice)[of.count() - of.logitRows() + row]);
              });
        });
  }

  @Override
  public StepResult draft(List<DraftSlice> drafts) {
    return alone(
        () -> {
          check(mtp && !lastBatch.isEmpty(), "no module, or no step");
          long[] last = new long[drafts.size()];
          for (int i = 0; i < drafts.size(); i++) {
            last[i] = draft(drafts.get(i));
          }
          return result(
              (slice, row) -> {
                check(row == 0 && drafts.get(slice).wantLogits(), "no such logits");
                long right = last[slice];
                return logits(Long.remainderUnsigned(mix(right), 10) < 7 ? right : mix(right + 1));
              });
        });
  }

  private long draft(DraftSlice draft) {
    Slice slice = lastBatch.get(draft.slice());
    check(draft.count() >= 1 && draft.count() <= slice.count(), "draft rows out of range");
    checkEntries(draft.tokenIds(), draft.pages(), slice.start() + draft.count(), slice.start());
    long next = 0;
    for (int row = 0; row < draft.count(); row++) {
      int p = slice.start() + row;
      next = fold(lastHidden.get(draft.slice())[row], entry(draft.tokenIds()[p + 1], p + 1));
      mtpEntries[page(draft.pages(), p)][p % pageTokens] = mix(next ^ 0x5eed);
    }
    return next;
  }

  @Override
  public void copyPage(int from, int to, int tokens) {
    alone(
        () -> {
          beforeCopy.run();
          check(from != to && tokens >= 1 && tokens <= pageTokens, "bad copy");
          System.arraycopy(mainEntries[from], 0, mainEntries[to], 0, tokens);
          System.arraycopy(mtpEntries[from], 0, mtpEntries[to], 0, tokens);
          // What is behind them is whatever was there: make sure that nobody counts on it.
          Arrays.fill(mainEntries[to], tokens, pageTokens, UNWRITTEN);
          Arrays.fill(mtpEntries[to], tokens, pageTokens, UNWRITTEN);
          return 0;
        });
  }

  @Override
  public Map<StepPart, Duration> times() {
    return Map.of();
  }

  @Override
  public void close() {
    alone(() -> closed = true);
  }

  /// The logits that follow a history of tokens, without any pages.
  public static float[] logitsAfter(int... tokens) {
    long history = 0;
    for (int p = 0; p < tokens.length; p++) {
      history = fold(history, entry(tokens[p], p));
    }
    return logits(history).toArray(ValueLayout.JAVA_FLOAT);
  }

  private long[] histories(Slice slice) {
    long[] histories = new long[slice.count()];
    long history = 0;
    for (int p = 0; p < slice.start() + slice.count(); p++) {
      history = fold(history, mainEntries[page(slice.pages(), p)][p % pageTokens]);
      if (p >= slice.start()) {
        histories[p - slice.start()] = thought(history, slice.tokenIds()[p]);
      }
    }
    return histories;
  }

  private long thought(long history, int last) {
    return switch (mind) {
      case HISTORY -> history;
      case UNSURE -> Long.remainderUnsigned(mix(history), 10) < 7 ? history : mix(history + 1);
      case FORGETFUL -> entry(last, 0);
    };
  }

  /// Entries before the rows must be those of these tokens.
  private void checkEntries(int[] tokens, int[] pages, int mainEnd, int mtpEnd) {
    long history = 0;
    for (int p = 0; p < mainEnd; p++) {
      long main = entry(tokens[p], p);
      check(mainEntries[page(pages, p)][p % pageTokens] == main, "stale main entry at " + p);
      history = fold(history, main);
      if (p < mtpEnd) {
        long expected = mix(fold(history, entry(tokens[p + 1], p + 1)) ^ 0x5eed);
        check(mtpEntries[page(pages, p)][p % pageTokens] == expected, "stale MTP entry at " + p);
      }
    }
  }

  private void checkBatch(List<Slice> batch) {
    int rows = 0;
    // 1 for a page that is read, 2 for one that is written, by whoever came first.
    int[] use = new int[pages()];
    int[] user = new int[pages()];
    for (int i = 0; i < batch.size(); i++) {
      Slice slice = batch.get(i);
      check(slice.count() >= 1 && slice.logitRows() <= slice.count(), "bad slice " + slice);
      check(slice.start() + slice.count() <= context, "beyond the context");
      rows += slice.count();
      for (int p = 0; p < slice.start() + slice.count(); p++) {
        int page = page(slice.pages(), p);
        int kind = p >= slice.start() ? 2 : 1;
        boolean clash = use[page] != 0 && user[page] != i && Math.max(use[page], kind) == 2;
        check(!clash, "page " + page + " is shared and written");
        use[page] = Math.max(use[page], kind);
        user[page] = i;
      }
    }
    check(rows >= 1 && rows <= maxBatchRows, "a batch of " + rows + " rows");
  }

  private int page(int[] pages, int position) {
    int page = pages[position / pageTokens];
    check(page >= 0 && page < pages(), "no page " + page);
    return page;
  }

  private <T extends @Nullable Object> T alone(Supplier<T> call) {
    check(!closed, "closed");
    check(busy.compareAndSet(false, true), "two threads at a time");
    try {
      calls++;
      return call.get();
    } finally {
      busy.set(false);
    }
  }

  private StepResult result(StepResult inner) {
    long call = calls;
    return (slice, row) -> {
      check(calls == call, "the result was overwritten by a later call");
      return inner.logits(slice, row);
    };
  }

  private static MemorySegment logits(long history) {
    float[] logits = new float[VOCABULARY];
    for (int token = 0; token < VOCABULARY; token++) {
      logits[token] = (mix(history + token) >>> 40) * 0x1.0p-24f * 6;
    }
    return MemorySegment.ofArray(logits);
  }

  private static long entry(int token, int position) {
    return mix(((long) token << 32) + position + 1);
  }

  private static long fold(long history, long entry) {
    return mix(history * 31 + entry);
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 32)) * 0xd6e8feb86659fd93L;
    z = (z ^ (z >>> 32)) * 0xd6e8feb86659fd93L;
    return z ^ (z >>> 32);
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException("backend misused: " + otherwise);
    }
  }
}
