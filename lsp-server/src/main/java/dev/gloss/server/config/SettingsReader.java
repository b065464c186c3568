package dev.gloss.server.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gloss.prompts.fim.FimForm;
import java.util.ArrayList;
import java.util.List;

/// Reads settings from an editor's JSON: what is there replaces what was, a bad value is reported
/// and leaves what was.
public final class SettingsReader {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private SettingsReader() {}

  /// What came out.
  ///
  /// @param settings with every good value taken in
  /// @param problems one sentence for each bad value
  public record Result(Settings settings, List<String> problems) {

    /// Copies the list.
    public Result {
      problems = List.copyOf(problems);
    }
  }

  /// Reads the settings; names it does not know at the top are the editor's own and passed over.
  ///
  /// @param json an object of settings, or one with a member `gloss` that is
  /// @param base what holds for all that is not in it
  public static Result read(String json, Settings base) {
    List<String> problems = new ArrayList<>();
    JsonNode root;
    try {
      root = MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      return new Result(base, List.of("gloss: not JSON: " + e.getOriginalMessage()));
    }
    JsonNode object = root.path("gloss").isObject() ? root.get("gloss") : root;
    return new Result(read(new SettingsNode("gloss", object, problems), base), problems);
  }

  /// Reads the settings of a node.
  static Settings read(SettingsNode node, Settings base) {
    SettingsNode explain = node.child("explain");
    Settings settings =
        new Settings(
            completion(node.child("completion"), base.completion()),
            hover(node.child("hover"), base.hover()),
            explain(explain, base.explain()),
            reasoning(node.child("reasoning"), base.reasoning()),
            privacy(node.child("privacy"), base.privacy()),
            node.flag("trace", base.trace()),
            models(node, explain, base.models()),
            new Languages(node.child("languages").flags(base.languages().switches())),
            context(node.child("context"), base.context()));
    explain.reportUnknown();
    return settings;
  }

  private static Settings.Models models(
      SettingsNode node, SettingsNode explain, Settings.Models base) {
    SettingsNode hub = node.child("hub");
    Settings.Models read =
        new Settings.Models(
            node.text("model", base.completion()),
            explain.text("model", base.explain()),
            node.bytes("memory", base.memoryBytes()),
            node.choice("cacheType", base.cacheType(), CacheNumbers.class),
            node.flag("packedWeights", base.packedWeights()),
            new Settings.Hub(
                hub.text("mirror", base.hub().mirror()), hub.text("proxy", base.hub().proxy())));
    hub.reportUnknown();
    return read;
  }

  private static Settings.Completion completion(SettingsNode node, Settings.Completion base) {
    Settings.Completion read =
        new Settings.Completion(
            node.flag("popup", base.popup()),
            node.integer("maxTokens", base.maxTokens(), 1, 1024),
            node.integer("promptTokens", base.promptTokens(), 16, 131_072),
            node.choice("multiline", base.multiline(), Multiline.class),
            node.choice("eagerness", base.eagerness(), Eagerness.class),
            node.choiceOrAuto("fim", base.fim(), FimForm.class),
            node.flag("inComments", base.inComments()));
    node.reportGone("confidence", "set eagerness to quiet, balanced or eager");
    node.reportGone("ngramWeight", "the model knows what suits it");
    node.reportUnknown();
    return read;
  }

  private static Settings.Hover hover(SettingsNode node, Settings.Hover base) {
    Settings.Hover read =
        new Settings.Hover(
            node.flag("enabled", base.enabled()),
            node.integer("budgetMillis", base.budgetMillis(), 0, 60_000),
            node.integerOrNull("maxTokens", base.maxTokens(), 1, 4096));
    node.reportUnknown();
    return read;
  }

  private static Settings.Explain explain(SettingsNode node, Settings.Explain base) {
    return new Settings.Explain(
        node.choice("reasoning", base.reasoning(), Thinking.class),
        node.integer("thinkTokens", base.thinkTokens(), 1, 16_384),
        node.integer("answerTokens", base.answerTokens(), 1, 4096));
  }

  private static Settings.Reasoning reasoning(SettingsNode node, Settings.Reasoning base) {
    String think = node.name("think", base.think());
    String answer = node.name("answer", base.answer());
    node.reportUnknown();
    if (think.equals(answer)) {
      node.report("think and answer are both '" + think + "', expected two names");
      return base;
    }
    return new Settings.Reasoning(think, answer);
  }

  private static Settings.Privacy privacy(SettingsNode node, Settings.Privacy base) {
    Settings.Privacy read = new Settings.Privacy(node.flag("gitignore", base.gitignore()));
    node.reportUnknown();
    return read;
  }

  private static Settings.Context context(SettingsNode node, Settings.Context base) {
    Settings.Context read =
        new Settings.Context(
            node.flag("projectFiles", base.projectFiles()), node.texts("exclude", base.exclude()));
    node.reportUnknown();
    return read;
  }
}
