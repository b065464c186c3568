package dev.gloss.server.cli;

import dev.gloss.server.assist.Role;
import dev.gloss.server.models.ByteCount;
import dev.gloss.server.models.ModelStore;
import dev.gloss.server.models.StoredModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `gloss models remove`: deletes a model that was pulled, or what is there of one.
@Command(
    name = "remove",
    description = "Delete a model that was pulled, or what a broken-off pull left.")
final class ModelsRemoveCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private PulledModel model = new PulledModel();

  /// What is printed as JSON.
  ///
  /// @param name of what is gone
  /// @param freedBytes how much there is more room now
  /// @param wasUsedFor what it was the default for
  record Result(String name, long freedBytes, List<String> wasUsedFor) {}

  @Override
  public Integer call() throws IOException {
    ModelStore store = Surroundings.of(spec).store();
    Optional<ModelStore.Unfinished> unfinished = unfinished(store);
    if (unfinished.isPresent()) {
      store.remove(unfinished.get());
      print(new Result(unfinished.get().name(), unfinished.get().bytes(), List.of()));
      return 0;
    }
    StoredModel stored = model.find();
    long bytes = 0;
    for (Path file : stored.files()) {
      bytes += Files.exists(file) ? Files.size(file) : 0;
    }
    DefaultModels defaults = DefaultModels.of(spec);
    List<Role> roles = defaults.rolesOf(stored.path());
    store.remove(stored);
    if (!roles.isEmpty()) {
      defaults.forget(roles);
      spec.commandLine().getErr().println("gloss: it was the default, which no longer names it");
    }
    print(new Result(stored.name(), bytes, roles.stream().map(RoleWord::of).toList()));
    return 0;
  }

  /// What was broken off, where no whole model is meant.
  private Optional<ModelStore.Unfinished> unfinished(ModelStore store) throws IOException {
    if (store.find(model.name()).isPresent()) {
      return Optional.empty();
    }
    List<ModelStore.Unfinished> found =
        store.unfinished().stream().filter(u -> u.name().contains(model.name())).toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  private void print(Result result) {
    common.print(
        result, "removed " + result.name() + " (" + ByteCount.of(result.freedBytes()) + ")");
  }
}
