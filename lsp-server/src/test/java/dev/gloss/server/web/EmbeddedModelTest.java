package dev.gloss.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.gloss.inference.Engine;
import dev.gloss.inference.engine.EngineOptions;
import dev.gloss.inference.engine.LocalEngine;
import dev.gloss.server.assist.Assistant;
import dev.gloss.server.assist.ScriptedDialogue;
import dev.gloss.server.testing.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The whole way: a key in the browser, the language server, the model in this JVM, and back.
///
/// `-Dgloss.screenshot=FILE` keeps a picture of the page at the end, for the documentation.
@Tag("browser")
class EmbeddedModelTest {
  private static final Path MODEL =
      Path.of(System.getProperty("gloss.root", "..")).resolve("inference/embedded-model");

  private static final String GHOST = "document.querySelector('[class*=ghost-text]')";

  private static final String NEWEST = "document.querySelector('.card.complete')";

  /// Beginnings that Java often goes on from; a small model need not know each of them.
  private static final List<String> BEGINNINGS =
      List.of(
          "max = ",
          "value;\nreturn ",
          "max;\nif (",
          "value > max) {\nreturn ",
          "null;\nfor (int i = 0; i < ",
          "values.size(); ");

  @BeforeAll
  static void needsABrowser() {
    Needs.that(Files.isExecutable(Chromium.BINARY), Chromium.BINARY + " is not installed");
  }

  @Test
  void typingGetsGhostTextAndPointingGetsAnExplanation() throws Exception {
    try (Playground playground = new Playground();
        Engine engine = LocalEngine.open(MODEL, EngineOptions.defaults());
        Chromium browser = Chromium.start(1280, 800)) {
      playground.model.complete(new Assistant.Model(engine, ScriptedDialogue.get()));
      browser.resize(1280, 800);
      browser.open(playground.server.url());
      browser.await("document.querySelector('.card.complete:is(.done, .rejected)')");
      typeUntilSomethingIsSuggested(browser);

      browser.pointAtWordAndAwait("sum", "document.querySelector('.card.explain.done')");
      assertEquals(true, browser.evaluate("!!document.querySelector('.monaco-hover-content')"));
      int tokens =
          (int) browser.evaluate("document.querySelectorAll('.card.explain .tokens span').length");
      assertTrue(tokens > 2, "tokens of the explanation: " + tokens);
      browser.await("/[1-9]/.test(document.querySelector('.gauge .value').innerText)");
      String picture = System.getProperty("gloss.screenshot");
      if (picture != null) {
        Files.write(Path.of(picture), browser.screenshot());
      }
      assertEquals(List.of(), browser.problems());
    }
  }

  private static void typeUntilSomethingIsSuggested(Chromium browser) throws Exception {
    for (String beginning : BEGINNINGS) {
      int before = Integer.parseInt(browser.evaluate(NEWEST + ".dataset.request").toString());
      browser.type(beginning);
      // A rejection may be the answer to a key before the last one; then the next beginning is
      // tried.
      browser.await(
          GHOST
              + " || (%1$s.dataset.request > %2$d && %1$s.matches('.rejected'))"
                  .formatted(NEWEST, before));
      if (Boolean.TRUE.equals(browser.evaluate(GHOST + " !== null"))) {
        return;
      }
    }
    fail("the model suggested nothing for any of " + BEGINNINGS);
  }
}
