package dev.gloss.server.cli;

import dev.gloss.inference.ModelException;
import dev.gloss.server.assist.Role;
import dev.gloss.server.config.Settings;
import dev.gloss.server.config.SettingsFile;
import dev.gloss.server.models.StoredModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// Which models run when nobody names one: what the person's settings say.
final class DefaultModels {
  private final SettingsFile file;
  private final ModelLocator locator;
  private final Settings.Models settings;

  /// @param file that remembers
  /// @param settings what it said when the process began
  DefaultModels(SettingsFile file, ModelLocator locator, Settings.Models settings) {
    this.file = file;
    this.locator = locator;
    this.settings = settings;
  }

  /// Those of the person who runs a command.
  static DefaultModels of(CommandSpec command) {
    Surroundings around = Surroundings.of(command);
    return new DefaultModels(
        around.settingsFile(), new ModelLocator(around.store()), around.settings(command).models());
  }

  /// Remembers a model.
  ///
  /// @param name as [ModelLocator] understands it
  /// @param role what it is for; null for everything
  /// @throws IOException if the settings cannot be written
  void use(String name, @Nullable Role role) throws IOException {
    String value = name.equals(ModelLocator.EMBEDDED) ? null : name;
    Settings.Models now = file.read().settings().models();
    if (role == Role.COMPLETION && now.explain() == null) {
      // Without a name of its own the explanation would move along.
      String explains = now.completion() == null ? ModelLocator.EMBEDDED : now.completion();
      file.set(Settings.Models.EXPLAIN, explains);
    }
    if (role != Role.EXPLANATION) {
      file.set(Settings.Models.COMPLETION, value);
    }
    if (role == Role.EXPLANATION) {
      // Without a name the model for completions would explain.
      file.set(Settings.Models.EXPLAIN, name);
    } else if (role == null) {
      file.set(Settings.Models.EXPLAIN, null);
    }
  }

  /// Forgets what was the default, because it is no longer there.
  ///
  /// @param roles for which it was
  /// @throws IOException if the settings cannot be written
  void forget(List<Role> roles) throws IOException {
    if (settings.completion() != null && roles.contains(Role.COMPLETION)) {
      file.set(Settings.Models.COMPLETION, null);
    }
    if (settings.explain() != null && roles.contains(Role.EXPLANATION)) {
      file.set(Settings.Models.EXPLAIN, null);
    }
  }

  /// For what a model is used.
  ///
  /// @param model as [StoredModel#path()] has it
  List<Role> rolesOf(Path model) {
    Path completion = locate(settings.completion());
    Path explain = settings.explain() == null ? completion : locate(settings.explain());
    List<Role> roles = new ArrayList<>();
    if (model.equals(completion)) {
      roles.add(Role.COMPLETION);
    }
    if (model.equals(explain)) {
      roles.add(Role.EXPLANATION);
    }
    return roles;
  }

  private @Nullable Path locate(@Nullable String name) {
    try {
      return name == null ? ModelLocator.embedded() : locator.locate(name).toAbsolutePath();
    } catch (ModelException e) {
      // Whoever runs it will be told.
      return null;
    }
  }
}
