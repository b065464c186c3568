package dev.gloss.server.cli;

import dev.gloss.inference.cpu.packed.PackedFolder;
import dev.gloss.server.models.ByteCount;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `gloss models clean`: deletes packed weights.
@Command(
    name = "clean",
    description =
        "Delete the packed weights that are kept so that models open faster; they are made anew.")
final class ModelsCleanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();

  /// What is printed as JSON.
  ///
  /// @param folder of packed weights
  /// @param freedBytes how much there is more room now, once nobody uses them any more
  record Result(String folder, long freedBytes) {}

  @Override
  public Integer call() throws IOException {
    PackedFolder packed = Surroundings.of(spec).packed();
    Result result = new Result(packed.folder().toString(), packed.clean());
    common.print(
        result,
        "removed "
            + ByteCount.of(result.freedBytes())
            + " of packed weights from "
            + result.folder());
    return 0;
  }
}
