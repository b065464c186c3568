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
  private final CommandSpec command;

  DefaultModels(CommandSpec command) {
    this.command = command;
    this.file = Surroundings.of(command).settingsFile();
    this.locator = new ModelLocator(Surroundings.of(command).store());
  }

  /// Remembers a model.
  ///
  /// @param name as [ModelLocator] understands it
  /// @param role what it is for; null for everything
  /// @throws IOException if the settings cannot be written
  void use(String name, @Nullable Role role) throws IOException {
    String value = name.equals(ModelLocator.EMBEDDED) ? null : name;
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
    Settings.Models models = settings();
    if (models.completion() != null && roles.contains(Role.COMPLETION)) {
      file.set(Settings.Models.COMPLETION, null);
    }
    if (models.explain() != null && roles.contains(Role.EXPLANATION)) {
      file.set(Settings.Models.EXPLAIN, null);
    }
  }

  /// For what a model is used.
  ///
  /// @param model as [StoredModel#path()] has it
  List<Role> rolesOf(Path model) {
    Settings.Models models = settings();
    Path completion = locate(models.completion());
    Path explain = models.explain() == null ? completion : locate(models.explain());
    List<Role> roles = new ArrayList<>();
    if (model.equals(completion)) {
      roles.add(Role.COMPLETION);
    }
    if (model.equals(explain)) {
      roles.add(Role.EXPLANATION);
    }
    return roles;
  }

  private Settings.Models settings() {
    return Surroundings.of(command).settings(command).models();
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
