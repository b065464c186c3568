package dev.gloss.server.cli;

import dev.gloss.server.lsp.LspServer;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `gloss lsp`: the language server, as an editor starts it.
@Command(name = "lsp", description = "Serve one editor on standard input and output.")
final class LspCommand implements Callable<Integer> {
  private final StandardStreams streams;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private ServerOptions engine = new ServerOptions();

  @Option(
      names = "--stdio",
      description = "Speak over standard input and output, as it always does.")
  private boolean stdio;

  @Option(
      names = "--attach",
      paramLabel = "URL",
      hidden = true,
      description = "Share the engine of a running 'gloss serve'; not built yet.")
  private @Nullable String attach;

  LspCommand(StandardStreams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (attach != null) {
      throw new ParameterException(spec.commandLine(), "--attach: not built yet");
    }
    engine.check();
    try (GlossServer server = GlossServer.start(engine)) {
      return LspServer.overStdio(streams.in(), streams.out(), server.services()).run();
    }
  }
}
