package dev.gloss.server.lsp;

import com.google.gson.JsonElement;
import dev.gloss.server.config.Settings;
import dev.gloss.server.config.SettingsReader;
import dev.gloss.server.project.FileLanguage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.lsp4j.ConfigurationItem;
import org.eclipse.lsp4j.ConfigurationParams;
import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.DidChangeWatchedFilesRegistrationOptions;
import org.eclipse.lsp4j.FileSystemWatcher;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.MessageType;
import org.eclipse.lsp4j.Registration;
import org.eclipse.lsp4j.RegistrationParams;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.jspecify.annotations.Nullable;

/// Settings: `initializationOptions`, `workspace/configuration`,
/// `workspace/didChangeConfiguration`.
///
/// What the editor says later is laid over what it said in `initialize`.
final class ConfigurationHandler {
  private static final String SECTION = "gloss";

  /// Helix shows nothing until the slowest of its servers has answered a hover.
  private static final int MERGED_HOVER_BUDGET_MILLIS = 400;

  /// Sources, and what says which of them are left alone.
  private static final String WATCHED =
      FileLanguage.endings().stream()
          .map(ending -> "*." + ending)
          .collect(Collectors.joining(",", "**/{", ",.gitignore,.aiignore}"));

  private final Session session;
  private final ModelSettings models;
  private Settings base;
  private List<String> initialProblems = List.of();

  ConfigurationHandler(Session session) {
    this.session = session;
    this.base = session.services().settings();
    this.models = new ModelSettings(session, base.models());
  }

  /// Takes in what `initialize` says.
  void initialize(InitializeParams params) {
    Settings defaults = base;
    if (session.profile().name().contains("helix")) {
      defaults = defaults.withHover(defaults.hover().withBudgetMillis(MERGED_HOVER_BUDGET_MILLIS));
    }
    SettingsReader.Result result =
        params.getInitializationOptions() instanceof JsonElement options
            ? SettingsReader.read(options.toString(), defaults)
            : new SettingsReader.Result(defaults, List.of());
    base = result.settings();
    initialProblems = result.problems();
    session.settings(base);
  }

  /// From now on the editor may be told and asked.
  void initialized() {
    report(initialProblems);
    models.follow(base.models());
    List<Registration> wishes = wishes();
    if (!wishes.isEmpty()) {
      var unused = session.client().registerCapability(new RegistrationParams(wishes));
    }
    if (session.profile().configuration()) {
      pull();
    } else {
      session.code().begin();
    }
  }

  /// What the editor is asked to tell.
  private List<Registration> wishes() {
    List<Registration> wishes = new ArrayList<>();
    if (session.profile().dynamicConfiguration()) {
      wishes.add(new Registration("gloss-configuration", "workspace/didChangeConfiguration"));
    }
    if (session.profile().dynamicWatching()) {
      wishes.add(
          new Registration(
              "gloss-files",
              "workspace/didChangeWatchedFiles",
              new DidChangeWatchedFilesRegistrationOptions(
                  List.of(new FileSystemWatcher(Either.forLeft(WATCHED))))));
    }
    return wishes;
  }

  /// The editor's settings changed.
  void changed(@Nullable DidChangeConfigurationParams params) {
    if (params != null
        && params.getSettings() instanceof JsonElement settings
        && settings.isJsonObject()
        && settings.getAsJsonObject().has(SECTION)) {
      apply(settings.getAsJsonObject().get(SECTION));
    } else if (session.profile().configuration()) {
      pull();
    }
  }

  private void pull() {
    ConfigurationItem item = new ConfigurationItem();
    item.setSection(SECTION);
    session
        .client()
        .configuration(new ConfigurationParams(List.of(item)))
        .whenComplete(
            (values, failure) -> {
              if (failure != null) {
                session.log(
                    MessageType.Warning,
                    "The editor did not say its settings: " + failure.getMessage());
              } else if (values != null
                  && !values.isEmpty()
                  && values.getFirst() instanceof JsonElement settings) {
                apply(settings);
              }
              session.code().begin();
            });
  }

  private void apply(JsonElement settings) {
    if (settings.isJsonNull()) {
      take(base);
      return;
    }
    SettingsReader.Result result = SettingsReader.read(settings.toString(), base);
    report(result.problems());
    take(result.settings());
  }

  private void take(Settings settings) {
    session.settings(settings);
    models.follow(settings.models());
  }

  private void report(List<String> problems) {
    problems.forEach(
        problem -> session.log(MessageType.Warning, problem + "; this value is passed over"));
  }
}
