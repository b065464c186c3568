package dev.gloss.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.server.assist.Assistant;
import dev.gloss.server.assist.ScriptedDialogue;
import dev.gloss.server.assist.ScriptedEngine;
import dev.gloss.server.assist.ScriptedEngine.Script;
import dev.gloss.server.testing.Needs;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The page in a real browser, over an engine that writes what the test says.
@Tag("browser")
class PlaygroundTest {
  private static final String GHOST = "document.querySelector('[class*=ghost-text]')";
  private static final String ANSWER = "document.querySelector('.card.explain .answer')";

  private static final String HOSTILE =
      "<img src=x onerror=\"document.title='broken into'\"> [Look](javascript:alert(1)) safe";

  private Playground playground;
  private ScriptedEngine engine;
  private Chromium browser;

  @BeforeAll
  static void needsABrowser() {
    Needs.that(Files.isExecutable(Chromium.BINARY), Chromium.BINARY + " is not installed");
  }

  @BeforeEach
  void start() throws Exception {
    playground = new Playground();
    engine = new ScriptedEngine(PlaygroundTest::script);
    browser = Chromium.start(1280, 800);
    browser.resize(1280, 800);
  }

  @AfterEach
  void stop() {
    browser.close();
    playground.close();
  }

  private static Script script(String prompt) {
    if (prompt.contains("What does this")) {
      return Script.of(
          "<think>",
          "goes over",
          " values",
          "</think>",
          "<answer>",
          prompt.contains("isEmpty") ? HOSTILE : "Returns the `sum`.",
          "</answer>");
    }
    return prompt.contains("max<｜fim▁hole｜>")
        ? Script.of(" =", " value", ";")
        : Script.of("max", " =", " value", ";");
  }

  private void loadModel() {
    playground.model.complete(new Assistant.Model(engine, ScriptedDialogue.get()));
  }

  @Test
  void theFirstSuggestionIsThereWithoutBeingAskedFor() throws Exception {
    browser.open(playground.server.url());
    browser.await("document.querySelector('.status.loading')");
    browser.await("document.querySelector('.view-lines')?.innerText.includes('sum')");
    loadModel();
    browser.await("document.querySelector('.status.ready')");
    browser.await(GHOST + "?.innerText.includes('max')");
    assertEquals("", browser.evaluate("location.search"), "the token must leave the address");
    assertEquals(List.of(), browser.problems());
  }

  @Test
  void typingGoesThroughTheSuggestionAndTabTakesIt() throws Exception {
    loadModel();
    browser.open(playground.server.url());
    browser.await(GHOST);
    browser.type("max");
    browser.await(GHOST + "?.innerText.includes('value') && " + line("max"));
    browser.press("Tab", 9);
    browser.await(line("max = value;"));
    browser.await("document.querySelector('.card.complete .suggestion')");
    assertEquals(List.of(), browser.problems());
  }

  @Test
  void pointingAtAMethodExplainsItThereAndInThePanel() throws Exception {
    loadModel();
    browser.open(playground.server.url());
    browser.await(GHOST);
    browser.pointAtWordAndAwait("sum", ANSWER + "?.innerText.includes('Returns the sum')");
    assertEquals(true, browser.evaluate("!!document.querySelector('.monaco-hover-content')"));
    assertEquals("sum", browser.evaluate(ANSWER + ".querySelector('code').textContent"));
    String card = browser.evaluate("document.querySelector('.card.explain').innerText").toString();
    assertTrue(card.contains("7 tokens"), card);
    assertEquals(List.of(), browser.problems());
  }

  @Test
  void whatAModelWritesCannotAct() throws Exception {
    loadModel();
    browser.open(playground.server.url());
    browser.await(GHOST);
    browser.pointAtWordAndAwait("isEmpty", ANSWER + "?.innerText.includes('safe')");
    assertEquals(0, browser.evaluate(ANSWER + ".querySelectorAll('img, a, script').length"));
    assertTrue(browser.evaluate("document.title").toString().startsWith("Gloss"));
  }

  @Test
  void theThoughtIsSeenWhileItRunsAndCanBeStopped() throws Exception {
    loadModel();
    engine.hold();
    browser.open(playground.server.url());
    browser.await("document.querySelector('.card.complete.reading')");
    // Four tokens, and one to learn how other texts could begin.
    engine.step(5);
    browser.await(GHOST);
    browser.pointAtWordAndAwait("sum", "document.querySelector('.card.explain')");
    engine.step(2);
    browser.await("document.querySelector('.card.explain.thinking .think')");
    assertEquals("goes over", browser.evaluate("document.querySelector('.think').innerText"));
    browser.evaluate("document.querySelector('.card.explain .action.stop').click()");
    browser.await("document.querySelector('.card.explain.cancelled .trouble')");
    browser.evaluate("document.querySelector('.card.explain .action.retry').click()");
    browser.await("document.querySelectorAll('.card.explain').length === 2");
    engine.step(100);
    browser.await(ANSWER + "?.innerText.includes('Returns')");
    browser.await("!document.querySelector('.card.explain.open .think')");
  }

  @Test
  void thePanelAloneShowsTheSameRequests() throws Exception {
    loadModel();
    browser.open(playground.server.url());
    browser.await("document.querySelector('.card.complete.done')");
    browser.resize(360, 700);
    browser.open(playground.server.panelUrl());
    browser.await("document.querySelector('body.alone .card.complete.done')");
    assertEquals(true, browser.evaluate("document.documentElement.scrollWidth <= innerWidth"));
    assertEquals(List.of(), browser.problems());
  }

  @Test
  void aLostConnectionIsSaid() throws Exception {
    loadModel();
    browser.open(playground.server.url());
    browser.await("document.querySelector('.status.ready')");
    playground.close();
    browser.await("document.querySelector('.status.lost')");
  }

  /// That the document has this line, as Monaco shows it.
  private static String line(String text) {
    return "[...document.querySelectorAll('.view-line')]"
        + ".some(line => line.innerText.replaceAll('\\u00a0', ' ').trim().startsWith('%s'))"
            .formatted(text);
  }
}
