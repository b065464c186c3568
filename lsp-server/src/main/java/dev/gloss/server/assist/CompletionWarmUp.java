package dev.gloss.server.assist;

import dev.gloss.inference.Engine;
import dev.gloss.inference.Speculation;
import dev.gloss.server.config.Settings;
import java.util.List;

/// Completes for nobody, so that the first completion of somebody does not pay for the compiler.
public final class CompletionWarmUp {
  private static final List<Speculation> ROUNDS =
      List.of(Speculation.OFF, Speculation.MTP, Speculation.MTP, Speculation.OFF);

  private static final int METHODS = 60;
  private static final int PROMPT_TOKENS = 128;

  /// A model that takes longer for a short prompt and a few tokens is warm by then.
  private static final long ROUND_NANOS = 500_000_000;

  private CompletionWarmUp() {}

  /// Completes a few times in a sample, less urgent than everything else, so that the virtual
  /// machine compiles what the first completion of somebody will need, and the engine learns
  /// whether drafting pays. The first prompt is short; where that took long already, nothing more
  /// is asked: a large model would be busy with itself for minutes.
  ///
  /// @throws AssistException if the engine could not serve it
  public static void of(Engine engine) {
    String text = sample();
    int place = text.length() / 2;
    Settings.Completion usual = Settings.DEFAULTS.completion();
    Settings.Completion settings = usual.withPromptTokens(PROMPT_TOKENS);
    for (Speculation speculation : ROUNDS) {
      long start = System.nanoTime();
      place = text.indexOf("return", place);
      CompletionQuery query = new CompletionQuery("warm-up:Sample.java", "java", text, place++);
      Completer.inBackground(engine, speculation).predict(query, settings, new Cancellation());
      if (System.nanoTime() - start > ROUND_NANOS) {
        return;
      }
      settings = usual;
    }
  }

  /// A class with methods of which no two are alike, longer than a small model's context.
  private static String sample() {
    StringBuilder text = new StringBuilder("class Sample {\n");
    for (int i = 0; i < METHODS; i++) {
      text.append(
          """

            /** Returns value %1$d of the first %2$d. */
            int value%1$d(int first, String name%2$d) {
              return first + name%2$d.length() * %1$d;
            }
          """
              .formatted(i, 7 * i));
    }
    return text.append("}\n").toString();
  }
}
