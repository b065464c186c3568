package dev.gloss.server.config;

import dev.gloss.prompts.fim.FimForm;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a person can set. The component names are the names in the editor's JSON.
///
/// @param completion text at the cursor
/// @param hover explanations where somebody points at code
/// @param explain explanations in general
/// @param reasoning the tags a model writes around its thought and its answer
/// @param privacy what may enter a prompt
/// @param trace whether `$/gloss/trace` is sent to this editor
/// @param models which models run, and where they come from
/// @param languages in which languages they are asked
/// @param context what of other files than the open one is used
public record Settings(
    Completion completion,
    Hover hover,
    Explain explain,
    Reasoning reasoning,
    Privacy privacy,
    boolean trace,
    Models models,
    Languages languages,
    Context context) {

  /// What holds where nothing was set.
  public static final Settings DEFAULTS =
      new Settings(
          new Completion(true, 96, 2048, Multiline.AUTO, Eagerness.BALANCED, null, false),
          new Hover(true, 1500, null),
          new Explain(Thinking.AUTO, 256, 200),
          new Reasoning("think", "answer"),
          new Privacy(true),
          false,
          new Models(null, null, 0, CacheNumbers.F32, true, new Hub(null, null)),
          Languages.DEFAULT,
          new Context(false, List.of()));

  /// Text at the cursor.
  ///
  /// @param popup whether the model's text is also offered in the list of `textDocument/completion`
  /// @param maxTokens tokens of a suggestion at most
  /// @param promptTokens tokens of the document that the model reads at most
  /// @param multiline how much a suggestion may write
  /// @param eagerness how sure it must be that a text is worth showing
  /// @param fim the form of the prompt; null for the one that suits the model
  /// @param inComments whether comments and strings are completed while one types, as code is
  public record Completion(
      boolean popup,
      int maxTokens,
      int promptTokens,
      Multiline multiline,
      Eagerness eagerness,
      @Nullable FimForm fim,
      boolean inComments) {

    /// The same with another length of the prompt.
    public Completion withPromptTokens(int tokens) {
      return new Completion(popup, maxTokens, tokens, multiline, eagerness, fim, inComments);
    }

    /// The same, writing so much.
    public Completion withMultiline(Multiline wish) {
      return new Completion(popup, maxTokens, promptTokens, wish, eagerness, fim, inComments);
    }

    /// The same in another form; null for the one that suits the model.
    public Completion withFim(@Nullable FimForm form) {
      return new Completion(popup, maxTokens, promptTokens, multiline, eagerness, form, inComments);
    }
  }

  /// Explanations where somebody points at code.
  ///
  /// @param enabled whether hovering asks the model
  /// @param budgetMillis how long a hover waits before it shows what is there
  /// @param maxTokens tokens of thought and answer together at most; null for what [Explain] says
  public record Hover(boolean enabled, int budgetMillis, @Nullable Integer maxTokens) {

    /// The same with another budget.
    public Hover withBudgetMillis(int millis) {
      return new Hover(enabled, millis, maxTokens);
    }
  }

  /// Explanations in general.
  ///
  /// @param reasoning whether the model is to think first
  /// @param thinkTokens tokens of a thought at most; then it is ended, and the answer follows
  /// @param answerTokens tokens of an answer at most
  public record Explain(Thinking reasoning, int thinkTokens, int answerTokens) {}

  /// Names of the tags, without brackets.
  ///
  /// @param think around the thought
  /// @param answer around the answer
  public record Reasoning(String think, String answer) {}

  /// What may enter a prompt.
  ///
  /// @param gitignore whether files that `.gitignore` names stay out, as those of `.aiignore` do
  public record Privacy(boolean gitignore) {}

  /// Which models run, and where they come from.
  ///
  /// @param completion what runs for completions, in the JSON `model`: a folder, a file, or the
  ///   name of a model that was pulled; null for the embedded model
  /// @param explain what runs for explanations, in the JSON `explain.model`; null for the same one
  /// @param memoryBytes what all models together may take, in the JSON `memory`; 0 for a choice
  ///   that suits the machine
  /// @param cacheType how their caches store numbers, in the JSON `cacheType`
  /// @param packedWeights whether weights are kept as they are packed, so that a model opens faster
  ///   the next time
  /// @param hub how `gloss pull` gets at models
  public record Models(
      @Nullable String completion,
      @Nullable String explain,
      long memoryBytes,
      CacheNumbers cacheType,
      boolean packedWeights,
      Hub hub) {
    /// The name in the JSON of what runs for completions.
    public static final String COMPLETION = "model";

    /// The name in the JSON of what runs for explanations.
    public static final String EXPLAIN = "explain.model";
  }

  /// Where models come from, in the JSON `hub`.
  ///
  /// @param mirror address of the hub; null for the usual one
  /// @param proxy through which it is asked, `http://HOST:PORT`; null for what the environment says
  public record Hub(@Nullable String mirror, @Nullable String proxy) {}

  /// What of other files than the open one is used.
  ///
  /// @param projectFiles whether there is an index of the workspace's files
  /// @param exclude which of them are left out, as `.gitignore` would say it in the workspace
  ///   folder
  public record Context(boolean projectFiles, List<String> exclude) {

    /// Copies the list.
    public Context {
      exclude = List.copyOf(exclude);
    }
  }

  /// The same with other models.
  public Settings withModels(Models models) {
    return new Settings(
        completion, hover, explain, reasoning, privacy, trace, models, languages, context);
  }

  /// The same with other files used so.
  public Settings withContext(Context other) {
    return new Settings(
        completion, hover, explain, reasoning, privacy, trace, models, languages, other);
  }

  /// The same with another hover.
  public Settings withHover(Hover hover) {
    return new Settings(
        completion, hover, explain, reasoning, privacy, trace, models, languages, context);
  }
}
