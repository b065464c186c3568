package dev.gloss.server.cli;

import dev.gloss.server.web.WebOptions;
import dev.gloss.server.web.WebServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `gloss serve`: the page, until the process is told to end.
@Command(
    name = "serve",
    description = "Serve the playground and the panel on this machine; prints their address.")
final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private ServerOptions engine = new ServerOptions();

  @Option(
      names = "--port",
      defaultValue = "7878",
      paramLabel = "N",
      description = "Port to listen on, 0 for any free one (default: ${DEFAULT-VALUE}).")
  private int port;

  /// What is printed as JSON.
  ///
  /// @param url the page's address with its token
  record Address(String url) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (port < 0 || port > 65535) {
      throw new ParameterException(spec.commandLine(), "--port must be in [0, 65535], got " + port);
    }
    engine.check();
    CountDownLatch told = new CountDownLatch(1);
    try (GlossServer server = GlossServer.start(engine)) {
      Runtime.getRuntime().addShutdownHook(new Thread(told::countDown, "gloss-stop"));
      WebServer web = server.web(WebOptions.loopback(port));
      PrintWriter err = spec.commandLine().getErr();
      common.print(new Address(web.url()), web.url());
      err.println("gloss: open the address above in a browser; Ctrl+C ends the server");
      told.await();
    }
    return 0;
  }
}
