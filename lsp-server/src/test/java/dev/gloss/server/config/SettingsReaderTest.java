package dev.gloss.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gloss.prompts.fim.FimForm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsReaderTest {
  private static Settings read(String json) {
    SettingsReader.Result result = SettingsReader.read(json, Settings.DEFAULTS);
    assertEquals(List.of(), result.problems());
    return result.settings();
  }

  private static void checkProblem(String json, String problem) {
    SettingsReader.Result result = SettingsReader.read(json, Settings.DEFAULTS);
    assertEquals(List.of(problem), result.problems());
    assertEquals(Settings.DEFAULTS, result.settings());
  }

  @Test
  void everySettingIsRead() {
    Settings settings =
        read(
            """
            {"completion": {"popup": false, "maxTokens": 12, "promptTokens": 300,
                            "multiline": "line", "eagerness": "quiet", "fim": "spm",
                            "inComments": true},
             "hover": {"enabled": false, "budgetMillis": 10, "maxTokens": 20},
             "explain": {"model": "/m/r1.gguf", "reasoning": "never", "thinkTokens": 30,
                         "answerTokens": 40},
             "reasoning": {"think": "reasoning_process", "answer": "summary"},
             "privacy": {"gitignore": false},
             "languages": {"python": true, "*": false},
             "context": {"projectFiles": true, "exclude": ["gen/", "*.pb.go"]},
             "trace": true,
             "model": " coder ", "memory": "1.5G", "cacheType": "q8_0",
             "packedWeights": false,
             "hub": {"mirror": "https://mirror.test", "proxy": "http://p:80"}}
            """);
    assertEquals(
        new Settings(
            new Settings.Completion(
                false, 12, 300, Multiline.LINE, Eagerness.QUIET, FimForm.SPM, true),
            new Settings.Hover(false, 10, 20),
            new Settings.Explain(Thinking.NEVER, 30, 40),
            new Settings.Reasoning("reasoning_process", "summary"),
            new Settings.Privacy(false),
            true,
            new Settings.Models(
                "coder",
                "/m/r1.gguf",
                3L << 29,
                CacheNumbers.Q8_0,
                false,
                new Settings.Hub("https://mirror.test", "http://p:80")),
            new Languages(Map.of("python", true, "*", false)),
            new Settings.Context(true, List.of("gen/", "*.pb.go"))),
        settings);
  }

  @Test
  void automaticIsNoChoice() {
    assertEquals(FimForm.PSM, read("{\"completion\": {\"fim\": \"psm\"}}").completion().fim());
    assertNull(read("{\"completion\": {\"fim\": \"auto\"}}").completion().fim());
  }

  @Test
  void whatIsNotThereStays() {
    assertEquals(Settings.DEFAULTS, read("{}"));
    assertEquals(Settings.DEFAULTS, read("null"));
    assertEquals(Settings.DEFAULTS, read("{\"completion\":null,\"hover\":{\"enabled\":null}}"));
    assertEquals(20, read("{\"hover\":{\"maxTokens\":20}}").hover().maxTokens());
    assertEquals(1500, read("{\"hover\":{\"maxTokens\":20}}").hover().budgetMillis());
  }

  @Test
  void autoTakesAFormBack() {
    Settings spm = read("{\"completion\":{\"fim\":\"spm\"}}");
    Settings auto = SettingsReader.read("{\"completion\":{\"fim\":\"auto\"}}", spm).settings();
    assertEquals(Settings.DEFAULTS, auto);
    checkProblem(
        "{\"completion\":{\"fim\":\"sideways\"}}",
        "gloss.completion.fim: expected one of auto, psm, spm, swapped, prefix, found"
            + " \"sideways\"");
  }

  @Test
  void theSectionMayBeNamed() {
    assertEquals(true, read("{\"gloss\":{\"trace\":true}}").trace());
  }

  @Test
  void aWholeNumberMayBeWrittenWithAPoint() {
    assertEquals(64, read("{\"completion\":{\"maxTokens\":64.0}}").completion().maxTokens());
  }

  @Test
  void settingsThatWereAreWarnedOf() {
    checkProblem(
        "{\"completion\":{\"confidence\":0.2}}",
        "gloss.completion: there is no setting 'confidence' any more: set eagerness to quiet,"
            + " balanced or eager");
    checkProblem(
        "{\"completion\":{\"ngramWeight\":0.2}}",
        "gloss.completion: there is no setting 'ngramWeight' any more: the model knows what suits"
            + " it");
  }

  @Test
  void aBadValueIsReportedAndLeavesTheDefault() {
    checkProblem(
        "{\"completion\":{\"maxTokens\":\"many\"}}",
        "gloss.completion.maxTokens: expected a whole number from 1 to 1024, found \"many\"");
    checkProblem(
        "{\"completion\":{\"maxTokens\":1.5}}",
        "gloss.completion.maxTokens: expected a whole number from 1 to 1024, found 1.5");
    checkProblem(
        "{\"completion\":{\"eagerness\":0.3}}",
        "gloss.completion.eagerness: expected one of quiet, balanced, eager, found 0.3");
    checkProblem(
        "{\"completion\":{\"multiline\":\"page\"}}",
        "gloss.completion.multiline: expected one of auto, line, block, found \"page\"");
    checkProblem("{\"model\":7}", "gloss.model: expected a text, found 7");
    checkProblem(
        "{\"explain\":{\"model\":\" \"}}", "gloss.explain.model: expected a text, found \" \"");
    checkProblem(
        "{\"memory\":\"much\"}",
        "gloss.memory: expected a size such as 8G or 500M, found \"much\"");
    checkProblem("{\"trace\":1}", "gloss.trace: expected true or false, found 1");
    checkProblem("{\"hover\":7}", "gloss.hover: expected an object, found 7");
    checkProblem("[1]", "gloss: expected an object, found [1]");
    checkProblem("{\"hover\":{\"budget\":7}}", "gloss.hover: there is no setting 'budget'");
    checkProblem(
        "{\"reasoning\":{\"think\":\"<t>\"}}",
        "gloss.reasoning.think: expected a tag's name without brackets, found \"<t>\"");
    checkProblem(
        "{\"reasoning\":{\"think\":\"x\",\"answer\":\"x\"}}",
        "gloss.reasoning: think and answer are both 'x', expected two names");
  }

  @Test
  void settingsOfTheEditorItselfArePassedOver() {
    assertEquals(Settings.DEFAULTS, read("{\"serverPath\":\"/usr/bin/gloss\"}"));
  }
}
