package dev.gloss.server.cli;

import dev.gloss.inference.cpu.packed.PackedFolder;
import dev.gloss.server.config.Measurements;
import dev.gloss.server.config.Settings;
import dev.gloss.server.config.SettingsFile;
import dev.gloss.server.config.SettingsReader;
import dev.gloss.server.config.UserFolders;
import dev.gloss.server.models.ModelStore;
import java.io.Console;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// What a command finds around it: the environment, the person's folders and settings, a terminal.
///
/// Used by the thread that runs the command.
final class Surroundings {
  private final Map<String, String> environment;
  private final UserFolders folders;
  private final @Nullable Console terminal;
  private @Nullable Settings settings;

  /// @param environment variables of the process
  /// @param folders where the person's files lie
  /// @param terminal at which a person sits; null for none
  Surroundings(Map<String, String> environment, UserFolders folders, @Nullable Console terminal) {
    this.environment = Map.copyOf(environment);
    this.folders = folders;
    this.terminal = terminal;
  }

  /// What this process has.
  static Surroundings ofThisProcess() {
    Console console = System.console();
    boolean somebodySitsThere = console != null && console.isTerminal();
    return new Surroundings(
        System.getenv(), UserFolders.ofThisProcess(), somebodySitsThere ? console : null);
  }

  /// What a command finds.
  static Surroundings of(CommandSpec command) {
    // Of options inside of options, `command` itself is not the command that runs.
    CommandSpec running = command.commandLine().getCommandSpec();
    if (running.root().userObject() instanceof GlossCommand gloss) {
      return gloss.surroundings();
    }
    throw new IllegalStateException(running.name() + " is no command of gloss");
  }

  Map<String, String> environment() {
    return environment;
  }

  /// The terminal at which a person sits; null for none.
  @Nullable Console terminal() {
    return terminal;
  }

  /// The models that were pulled.
  ModelStore store() {
    return new ModelStore(folders.models());
  }

  /// Where packed weights are kept.
  PackedFolder packed() {
    return new PackedFolder(folders.packed());
  }

  /// The same folder for models that are opened; null where the settings say that nothing is kept.
  @Nullable Path keptPacked(CommandSpec command) {
    return settings(command).models().packedWeights() ? folders.packed() : null;
  }

  /// The person's own settings, to be changed.
  SettingsFile settingsFile() {
    return new SettingsFile(folders.config());
  }

  /// In which form each model is asked to fill a hole.
  Measurements measurements() {
    return new Measurements(folders.config());
  }

  /// The person's own settings, read once; what is wrong with them is told on standard error.
  Settings settings(CommandSpec command) {
    Settings known = settings;
    if (known == null) {
      SettingsReader.Result result = settingsFile().read();
      result
          .problems()
          .forEach(
              problem ->
                  command
                      .commandLine()
                      .getErr()
                      .println("gloss: " + problem + "; the default is used"));
      known = result.settings();
      settings = known;
    }
    return known;
  }
}
