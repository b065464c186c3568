package dev.gloss.server.assist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.server.config.Eagerness;
import dev.gloss.server.config.Multiline;
import dev.gloss.server.config.Settings;
import dev.gloss.server.status.StatusBoard;
import dev.gloss.server.trace.TraceEvent;
import dev.gloss.server.trace.TraceHub;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The features with a real model, whose words no test foretells.
@Timeout(300)
class EmbeddedModelTest {
  private static final String TEXT =
      """
      package p;

      import java.util.List;

      public class Totals {
        private final List<Integer> values;

        public Totals(List<Integer> values) {
          this.values = values;
        }

        public int sum() {
          int total = 0;
          for (int value : values) {
            total +=
          }
          return total;
        }
      }
      """;
  private static final Settings.Completion SETTINGS =
      new Settings.Completion(true, 24, 900, Multiline.AUTO, Eagerness.EAGER, null, false);

  private final TraceHub hub = new TraceHub();
  private final Assistant.Model model = EmbeddedModel.get();
  private final Completer completer = new Completer(model.engine(), hub, new StatusBoard());

  private Completion completeAfter(String text, String place) {
    int cursor = text.indexOf(place) + place.length();
    return completer.complete(
        new CompletionQuery("file:///Totals.java", "java", text, cursor),
        SETTINGS,
        new Cancellation());
  }

  private TraceEvent.End end() {
    return (TraceEvent.End) hub.history().getLast();
  }

  @Test
  void aSuggestionIsTheSameEachTime() {
    String first = completeAfter(TEXT, "total +=").text();
    int promptTokens = end().promptTokens();
    assertTrue(end().generated() > 0);
    assertEquals(first, completeAfter(TEXT, "total +=").text());
    assertTrue(
        end().reused() > promptTokens * 3 / 4,
        "reused %d of %d".formatted(end().reused(), promptTokens));
  }

  @Test
  void typingACharacterReusesWhatStandsBefore() {
    completeAfter(TEXT, "int total =");
    completeAfter(TEXT.replace("int total = 0", "int total =  0"), "int total = ");
    assertTrue(end().reused() > 20, "reused " + end().reused());
  }

  @Test
  void whatIsTracedIsWhatTheModelWrote() {
    Completion completion = completeAfter(TEXT, "return ");
    String written =
        hub.history().stream()
            .filter(TraceEvent.Token.class::isInstance)
            .map(event -> ((TraceEvent.Token) event).text())
            .collect(Collectors.joining());
    assertTrue(written.contains(completion.text().strip()), written);
    assertEquals(end().generated() > 0, !written.isEmpty());
  }

  @Test
  void anExplanationHasAnEndAndNoTags() throws InterruptedException {
    Explainer explainer =
        new Explainer(
            model.engine(), Objects.requireNonNull(model.dialogue()), hub, new StatusBoard());
    ExplainQuery query =
        ExplainQuery.enclosing("file:///Totals.java", "java", TEXT, TEXT.indexOf("total"))
            .orElseThrow();
    ExplanationText text = explainer.explain(query, Settings.DEFAULTS, Audience.PANEL).await();
    assertEquals(ExplanationText.State.DONE, text.state(), text.failure());
    assertFalse(text.answer().contains("<answer>") || text.answer().contains("</think>"));
    TraceEvent.Prompt prompt = (TraceEvent.Prompt) hub.history().get(1);
    assertTrue(
        prompt
            .text()
            .startsWith("<｜begin▁of▁sentence｜><｜User｜>Explain this method.\npublic int sum() {\n"),
        prompt.text());
    assertTrue(prompt.text().endsWith("  }<｜Assistant｜>"), prompt.text());
  }
}
