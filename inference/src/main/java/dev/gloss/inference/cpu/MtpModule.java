package dev.gloss.inference.cpu;

import dev.gloss.inference.backend.StepPart;
import dev.gloss.inference.cpu.Workers.Worker;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.model.MtpWeights;

/// The Multi-Token Prediction module (DeepSeek-V3, section 2.2): one more layer over the main
/// model's normed hidden state and the next token's embedding.
final class MtpModule {
  private final Workers workers;
  private final StepTimes times;
  private final Products products;
  private final int hiddenSize;
  private final Embedding embedding;
  private final HiddenNorm mainNorm;
  private final HiddenNorm enorm;
  private final HiddenNorm hnorm;
  private final PackedMatrix ehProj;
  private final DecoderLayer layer;
  private final HiddenNorm sharedHeadNorm;
  private final PackedMatrix sharedHead;

  private final Rows embedded;
  private final Rows normed;
  private final Rows joined;
  private final Rows hidden;
  private final Workers.Task join = this::join;
  private StepRows rows;
  private Rows mainHidden;
  private int[] mainRows = {};

  /// @param layer its decoder layer
  /// @param mainNorm the main model's norm after the last layer, which its hidden states pass first
  /// @param sharedHead its head, often the main model's own
  MtpModule(
      MtpWeights weights,
      DecoderLayer layer,
      HiddenNorm mainNorm,
      PackedMatrix sharedHead,
      Resources resources) {
    this.workers = resources.workers();
    this.times = resources.times();
    this.products = new Products(workers);
    this.hiddenSize = resources.config().hiddenSize();
    this.embedding = new Embedding(weights.embedTokens());
    this.mainNorm = mainNorm;
    this.enorm = resources.norm(weights.enorm());
    this.hnorm = resources.norm(weights.hnorm());
    this.ehProj = resources.pack(weights.ehProj());
    this.layer = layer;
    this.sharedHeadNorm = resources.norm(weights.sharedHeadNorm());
    this.sharedHead = sharedHead;
    this.embedded = resources.rows(hiddenSize);
    this.normed = resources.rows(hiddenSize);
    this.joined = resources.inputRows(2 * hiddenSize);
    this.hidden = resources.rows(hiddenSize);
    this.rows = new StepRows(0);
    this.mainHidden = hidden;
  }

  /// Runs rows; what is left in [#hidden()] can be scored with [#norm()] and [#head()].
  ///
  /// @param stepRows by row the **next** token, and the position of the main model's hidden state
  /// @param main the main model's residual stream after its last layer
  /// @param mainRowOf by row its row in `main`
  void run(StepRows stepRows, Rows main, int[] mainRowOf) {
    rows = stepRows;
    mainHidden = main;
    mainRows = mainRowOf;
    for (int row = 0; row < rows.count(); row++) {
      embedding.lookUp(rows.tokenId(row), embedded, row);
    }
    workers.run(join, Math.ceilDiv(rows.count(), Grain.CHEAP_ROWS));
    times.lap(StepPart.NORMS);
    products.add(ehProj, joined, hidden).run(rows.count());
    times.lap(StepPart.PROJECTIONS);
    layer.run(rows, hidden);
  }

  /// Puts embedding and hidden state side by side, the embedding first.
  private void join(Worker worker, int item) {
    int end = Math.min((item + 1) * Grain.CHEAP_ROWS, rows.count());
    for (int row = item * Grain.CHEAP_ROWS; row < end; row++) {
      mainNorm.apply(worker.kernels(), mainHidden, mainRows[row], normed, row);
      enorm.apply(worker.kernels(), embedded, row, joined, row, 0);
      hnorm.apply(worker.kernels(), normed, row, joined, row, hiddenSize);
    }
  }

  /// Its residual stream after the last run.
  Rows hidden() {
    return hidden;
  }

  /// The norm before its head.
  HiddenNorm norm() {
    return sharedHeadNorm;
  }

  /// Its head.
  PackedMatrix head() {
    return sharedHead;
  }
}
