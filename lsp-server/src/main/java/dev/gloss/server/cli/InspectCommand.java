package dev.gloss.server.cli;

import dev.gloss.inference.ModelInfo;
import dev.gloss.inference.engine.ModelCard;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `gloss inspect`: what a model is.
@Command(name = "inspect", description = "Tell what a model is.")
final class InspectCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private ModelOptions model = new ModelOptions();

  @Override
  public Integer call() {
    ModelInfo info = ModelCard.read(model.path());
    common.print(info, text(info));
    return 0;
  }

  private static String text(ModelInfo info) {
    return String.format(
        Locale.ROOT,
        """
        %s (%s)
        parameters   %,d in all, %,d active for a token%s
        MTP          %s
        weights      %s
        context      %,d tokens, vocabulary %,d
        cache        %,d bytes a token; multi-head attention would keep %,d (%.1f times as much)\
        """,
        info.name(),
        info.architecture(),
        info.totalParameters(),
        info.activeParameters(),
        info.tiedEmbeddings() ? ", embedding and head tied" : "",
        info.mtpLayers() == 0
            ? "none"
            : String.format(
                Locale.ROOT,
                "%d module(s), %,d parameters",
                info.mtpLayers(),
                info.mtpParameters()),
        info.dtype(),
        info.contextLength(),
        info.vocabularySize(),
        info.kvBytesPerToken(),
        info.mhaKvBytesPerToken(),
        (double) info.mhaKvBytesPerToken() / info.kvBytesPerToken());
  }
}
