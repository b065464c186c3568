package dev.gloss.server.eval;

import dev.gloss.inference.Engine;
import dev.gloss.inference.Speculation;
import dev.gloss.prompts.reasoning.ReasoningParser;
import dev.gloss.prompts.reasoning.ReasoningTags;
import dev.gloss.server.assist.Audience;
import dev.gloss.server.assist.Dialogue;
import dev.gloss.server.assist.ExplainQuery;
import dev.gloss.server.assist.Explainer;
import dev.gloss.server.config.Settings;
import dev.gloss.server.status.StatusBoard;
import dev.gloss.server.trace.TraceHub;
import java.util.List;

/// Explains methods the way a hover is answered, and compares with what their authors wrote.
public final class ExplainEvaluation {
  private final MeteredEngine engine;
  private final Explainer explainer;
  private final ReasoningTags tags;

  /// @param engine explains
  /// @param dialogue the model's chat template
  public ExplainEvaluation(Engine engine, Dialogue dialogue) {
    this.engine = new MeteredEngine(engine, Speculation.AUTO);
    this.explainer = new Explainer(this.engine, dialogue, new TraceHub(), new StatusBoard());
    Settings.Reasoning names = Settings.DEFAULTS.reasoning();
    this.tags = ReasoningTags.ofNames(names.think(), names.answer());
  }

  /// Explains in order whatever has no prediction yet.
  ///
  /// @param cases at least one
  /// @param log predictions of an earlier run, and where new ones go
  /// @throws CaseFileException if a prediction of an earlier run is not one of this evaluation
  /// @throws InterruptedException if the thread is interrupted while it waits for an answer
  public ExplainReport run(List<SummaryCase> cases, RunLog<Prediction> log)
      throws InterruptedException {
    double[] consistent = new double[cases.size()];
    double[] bleu4 = new double[cases.size()];
    double[] rougeL = new double[cases.size()];
    for (int i = 0; i < cases.size(); i++) {
      SummaryCase method = cases.get(i);
      Prediction prediction =
          log.find(method.id(), known -> known.consistent() != null).orElse(null);
      if (prediction == null) {
        prediction = predict(method);
        log.add(prediction);
      }
      String sentence = SummaryScore.firstSentence(prediction.prediction());
      consistent[i] = Boolean.TRUE.equals(prediction.consistent()) ? 1 : 0;
      bleu4[i] = SummaryScore.bleu4(sentence, method.summary());
      rougeL[i] = SummaryScore.rougeL(sentence, method.summary());
    }
    Interval formatConsistency = Interval.ofMean(consistent).percent();
    Interval bleu = Interval.ofMean(bleu4).percent();
    Interval rouge = Interval.ofMean(rougeL).percent();
    return new ExplainReport(
        cases.size(),
        formatConsistency.mean(),
        bleu.mean(),
        rouge.mean(),
        new ExplainReport.Intervals(formatConsistency, bleu, rouge));
  }

  private Prediction predict(SummaryCase method) throws InterruptedException {
    long start = System.nanoTime();
    String answer = explain(method);
    double millis = (System.nanoTime() - start) / 1e6;
    boolean consistent = ReasoningParser.isConsistent(engine.output(), tags);
    return new Prediction(method.id(), answer, null, consistent, millis);
  }

  private String explain(SummaryCase method) throws InterruptedException {
    ExplainQuery query =
        new ExplainQuery(
            "eval:" + method.id() + ".java",
            "java",
            method.code(),
            0,
            method.code().length(),
            null);
    return explainer.explain(query, Settings.DEFAULTS, Audience.PANEL).await().answer();
  }
}
