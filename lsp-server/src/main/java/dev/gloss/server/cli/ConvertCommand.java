package dev.gloss.server.cli;

import dev.gloss.inference.convert.ConversionListener;
import dev.gloss.inference.convert.Converter;
import dev.gloss.inference.tensor.DType;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `gloss convert`: a model in another element type or another layout.
@Command(
    name = "convert",
    description = {
      "Write a model again, in another element type or another layout.",
      "Tells the relative error of each tensor: the root of the sum of squared errors over that of"
          + " the squared numbers. Norms, routers and biases are never rounded. Rows that do not"
          + " fill blocks of 256 get a type of 32, rows that do not fill those F16."
    })
final class ConvertCommand implements Callable<Integer> {

  /// The types that can be asked for.
  enum Target {
    F32,
    BF16,
    F8_E4M3,
    Q8_0,
    Q4_0,
    Q4_K,
    Q6_K;

    DType dtype() {
      return DType.valueOf(name());
    }
  }

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      index = "0",
      paramLabel = "IN",
      description = "A folder in Hugging Face layout, or a GGUF file.")
  private Path in = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "OUT",
      description = "A GGUF file if the name ends in .gguf, else a folder in Hugging Face layout.")
  private Path out = Path.of("");

  @Option(
      names = "--to",
      required = true,
      paramLabel = "TYPE",
      description =
          "f32, bf16; f8_e4m3 (128x128 blocks, folders alone);"
              + " q8_0, q4_0, q4_k, q6_k (GGUF files alone).")
  private Target target = Target.F32;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that round numbers; one a core when not given.")
  private int threads = Runtime.getRuntime().availableProcessors();

  /// What was written.
  record Result(String out, String type, long bytes, List<TensorResult> tensors) {}

  /// One tensor that was written.
  record TensorResult(
      String name, String type, List<Long> shape, long bytes, double relativeError) {}

  @Override
  public Integer call() throws IOException {
    DType dtype = target.dtype();
    if (threads < 1 || threads > 1024) {
      throw new ParameterException(
          spec.commandLine(), "--threads must be in [1, 1024], got " + threads);
    }
    try {
      Converter.checkTarget(out, dtype);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    Progress progress = new Progress();
    new Converter(threads, progress).convert(in, out, dtype);
    Result result = progress.result();
    common.print(result, summary(result));
    return 0;
  }

  private static String summary(Result result) {
    return String.format(
        Locale.ROOT,
        "%s: %d tensors, %,d bytes",
        result.out(),
        result.tensors().size(),
        result.bytes());
  }

  /// Prints a line for each tensor, unless there will be one document.
  private final class Progress implements ConversionListener {

    private final List<TensorResult> tensors = new ArrayList<>();
    private long bytes;

    @Override
    public void planned(int count, long totalBytes) {
      bytes = totalBytes;
    }

    @Override
    public void written(WrittenTensor tensor) {
      tensors.add(
          new TensorResult(
              tensor.name(),
              tensor.dtype().name(),
              tensor.shape(),
              tensor.bytes(),
              tensor.relativeError()));
      if (!common.isJson()) {
        PrintWriter lines = spec.commandLine().getOut();
        lines.println(
            String.format(
                Locale.ROOT,
                "%-44s %-8s %-22s %s",
                tensor.name(),
                tensor.dtype(),
                tensor.shape(),
                tensor.relativeError() == 0
                    ? "exact"
                    : String.format(Locale.ROOT, "%.3g %%", 100 * tensor.relativeError())));
        lines.flush();
      }
    }

    private Result result() {
      return new Result(out.toString(), target.name(), bytes, List.copyOf(tensors));
    }
  }
}
