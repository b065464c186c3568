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
import dev.gloss.server.trace.StatusBoard;
import dev.gloss.server.trace.TraceHub;
import java.util.List;
import java.util.function.Consumer;

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

  /// Runs all cases in order.
  ///
  /// @param cases at least one
  /// @param predictions gets each answer as it is given
  /// @throws InterruptedException if the thread is interrupted while it waits for an answer
  public ExplainReport run(List<SummaryCase> cases, Consumer<Prediction> predictions)
      throws InterruptedException {
    double[] consistent = new double[cases.size()];
    double[] bleu4 = new double[cases.size()];
    double[] rougeL = new double[cases.size()];
    for (int i = 0; i < cases.size(); i++) {
      SummaryCase method = cases.get(i);
      String answer = explain(method);
      predictions.accept(new Prediction(method.id(), answer));
      String sentence = SummaryScore.firstSentence(answer);
      consistent[i] = ReasoningParser.isConsistent(engine.output(), tags) ? 1 : 0;
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
