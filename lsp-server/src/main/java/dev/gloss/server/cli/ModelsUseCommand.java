package dev.gloss.server.cli;

import dev.gloss.server.assist.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `gloss models use`: makes a model the default.
@Command(name = "use", description = "Make a model the default; it is remembered in gloss.json.")
final class ModelsUseCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      paramLabel = "NAME",
      description = "A pulled model, a file or folder, or 'embedded' for the one that comes along.")
  private String name = "";

  @Option(
      names = "--for",
      paramLabel = "completion|explain",
      converter = RoleWord.Converter.class,
      description = "What it is for; without it everything.")
  private @Nullable Role role;

  /// What is printed as JSON.
  ///
  /// @param name what is remembered
  /// @param path what it stands for now
  /// @param role null for everything
  /// @param settings the file that remembers it
  record Result(String name, String path, @Nullable String role, String settings) {}

  @Override
  public Integer call() throws IOException {
    Surroundings around = Surroundings.of(spec);
    DefaultModels defaults = DefaultModels.of(spec);
    ModelCatalogue catalogue = new ModelCatalogue(around.store(), defaults);
    Path path = catalogue.locate(name);
    String remembered = catalogue.nameOf(path);
    defaults.use(remembered, role);
    String settings = around.settingsFile().path().toString();
    common.print(
        new Result(remembered, path.toString(), role == null ? null : RoleWord.of(role), settings),
        remembered + " is the default now " + RoleWord.describe(role) + " (" + settings + ")");
    return 0;
  }
}
