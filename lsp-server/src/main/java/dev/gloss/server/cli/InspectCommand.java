package dev.gloss.server.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.gloss.inference.ModelFile;
import dev.gloss.inference.ModelInfo;
import dev.gloss.inference.engine.ModelPreview;
import dev.gloss.prompts.fim.FillInTheMiddle;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `gloss inspect`: what a model is.
@Command(name = "inspect", description = "Tell what a model is.")
final class InspectCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private ModelOptions model = new ModelOptions();

  @Parameters(arity = "0..1", paramLabel = "MODEL", description = "The model, as with --model.")
  private @Nullable String operand;

  @Override
  public Integer call() {
    ModelPreview preview = ModelPreview.of(model.path(operand));
    ModelInfo info = preview.info();
    String completes =
        info.file().tokenizer() == null
            ? null
            : FillInTheMiddle.of(preview.tokenizer(), info.hints()).description();
    common.print(
        new Result(info, completes),
        text(info) + (completes == null ? "" : "%ncompletion   %s".formatted(completes)));
    return 0;
  }

  /// What is printed as JSON.
  ///
  /// @param info the model
  /// @param completion in which form and with whose tokens it fills holes; null without a tokenizer
  record Result(@JsonUnwrapped ModelInfo info, @Nullable String completion) {}

  private static String text(ModelInfo info) {
    return String.format(
        Locale.ROOT,
        """
        %s (%s, %s)
        licence      %s
        parameters   %,d in all, %,d active for a token%s
        MTP          %s
        weights      %s
        tokenizer    %s
        context      %,d tokens, vocabulary %,d
        cache        %,d bytes a token; multi-head attention would keep %,d (%.1f times as much)\
        """,
        info.name(),
        info.architecture(),
        info.file().format(),
        info.file().licence() == null ? "the files state none" : info.file().licence(),
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
        weights(info.file()),
        info.file().tokenizer() == null ? "none" : info.file().tokenizer(),
        info.contextLength(),
        info.vocabularySize(),
        info.kvBytesPerToken(),
        info.mhaKvBytesPerToken(),
        (double) info.mhaKvBytesPerToken() / info.kvBytesPerToken());
  }

  private static String weights(ModelFile file) {
    long all = file.typeBytes().values().stream().mapToLong(Long::longValue).sum();
    return file.typeBytes().entrySet().stream()
        .map(type -> String.format(Locale.ROOT, "%s %,d", type.getKey(), type.getValue()))
        .collect(Collectors.joining(", ", String.format(Locale.ROOT, "%,d bytes: ", all), ""));
  }
}
