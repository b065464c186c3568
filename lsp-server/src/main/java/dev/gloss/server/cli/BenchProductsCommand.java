package dev.gloss.server.cli;

import dev.gloss.inference.cpu.CpuOptions;
import dev.gloss.inference.cpu.HostMemory;
import dev.gloss.inference.cpu.ProductSpeed;
import dev.gloss.inference.cpu.Roofline;
import dev.gloss.inference.cpu.kernels.PanelFormats;
import dev.gloss.inference.synthetic.RandomWeights;
import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Matrix;
import dev.gloss.server.models.ByteCount;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `gloss bench products`: which share of the memory's speed the products of a token that is
/// written reach, by the type of the weights.
@Command(
    name = "products",
    description = {
      "Measure products of one row of activations with weights of each type, alternating with a",
      "plain read of as much memory by the same threads."
    })
final class BenchProductsCommand implements Callable<Integer> {
  // Typical of a feed-forward part; fewer rows where the weights are to stay in a cache.
  private static final int MOST_ROWS = 8192;
  private static final int LEAST_ROWS = 64;
  private static final int COLUMNS = 2048;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private ComputeOptions compute = new ComputeOptions();

  @Option(
      names = "--type",
      split = ",",
      paramLabel = "TYPE,...",
      description = "Types of weights; all that have loops of their own when not given.")
  private List<String> types = List.of();

  @Option(
      names = "--mib",
      defaultValue = "1024",
      paramLabel = "MIB",
      description = {
        "Weights of a pass, in MiB; with 1 they stay in the caches, so that it shows how fast",
        "they are computed with (default: ${DEFAULT-VALUE})."
      })
  private int mib;

  @Option(
      names = "--rounds",
      defaultValue = "9",
      paramLabel = "N",
      description = "Passes of either (default: ${DEFAULT-VALUE}).")
  private int rounds;

  /// What is printed as JSON.
  ///
  /// @param threads that compute
  /// @param kernels what computes
  /// @param products one for each type
  record Result(int threads, String kernels, List<Product> products) {}

  /// What one type reaches.
  ///
  /// @param type of the weights
  /// @param bytes of weights that a pass read, as they are packed
  /// @param packedBits bits of a weight as packed
  /// @param storedBits bits of a weight as stored
  /// @param gbS packed bytes of weights in the best pass, in 10^9 a second
  /// @param readGbS what the machine reads in the best of the passes between those, likewise
  /// @param share of a pass in the reading just before it, the median of all rounds
  /// @param storedShare the same with the bytes of weights as stored
  record Product(
      String type,
      long bytes,
      double packedBits,
      double storedBits,
      double gbS,
      double readGbS,
      double share,
      double storedShare) {}

  @Override
  public Integer call() {
    if (mib < 1 || rounds < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "expected --mib >= 1 and --rounds >= 1, got %d and %d".formatted(mib, rounds));
    }
    long bytes = (long) mib << 20;
    List<DType> chosen = chosen();
    long needed = 2 * bytes + (128L << 20);
    if (HostMemory.freeBytes() < needed) {
      throw new ParameterException(
          spec.commandLine(),
          "--mib %d takes %s of memory, and %s are free: lower it"
              .formatted(mib, ByteCount.of(needed), ByteCount.of(HostMemory.freeBytes())));
    }
    List<Product> products = new ArrayList<>();
    String kernels = "";
    try (Roofline roofline = new Roofline(compute.threads(), bytes)) {
      for (DType type : chosen) {
        try (ProductSpeed speed = open(type, bytes)) {
          kernels = speed.kernels();
          products.add(measure(type, speed, roofline));
        }
      }
    }
    Result result = new Result(compute.threads(), kernels, products);
    common.print(result, text(result));
    return 0;
  }

  private List<DType> chosen() {
    List<DType> known = Stream.of(DType.values()).filter(PanelFormats::hasLoops).toList();
    if (types.isEmpty()) {
      return known;
    }
    return types.stream().map(name -> named(name, known)).toList();
  }

  private DType named(String name, List<DType> known) {
    return known.stream()
        .filter(type -> type.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "--type: no type with loops of its own is called '"
                        + name
                        + "', expected some of "
                        + known.stream().map(DType::name).collect(Collectors.joining(", "))));
  }

  private ProductSpeed open(DType type, long bytes) {
    try (Arena arena = Arena.ofShared()) {
      long fit = bytes / type.bytes(COLUMNS) / LEAST_ROWS * LEAST_ROWS;
      int rows = (int) Math.clamp(fit, LEAST_ROWS, MOST_ROWS);
      Matrix matrix = RandomWeights.filled(arena).matrix("weight", type, rows, COLUMNS);
      CpuOptions options =
          new CpuOptions(compute.threads(), 1, compute.kernels())
              .withPrecision(compute.precision());
      return new ProductSpeed(matrix, bytes, options);
    }
  }

  private Product measure(DType type, ProductSpeed speed, Roofline roofline) {
    double best = 0;
    double bestRead = 0;
    double[] shares = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      double read = roofline.readBytesPerSecond();
      double product = speed.bytesPerSecond();
      bestRead = Math.max(bestRead, read);
      best = Math.max(best, product);
      shares[round] = product / read;
    }
    Arrays.sort(shares);
    double storedBits = 8.0 * type.blockBytes() / type.blockElements();
    double packedBits = storedBits * speed.bytes() / speed.storedBytes();
    double share = shares[rounds / 2];
    return new Product(
        type.name(),
        speed.bytes(),
        packedBits,
        storedBits,
        best / 1e9,
        bestRead / 1e9,
        share,
        share * storedBits / packedBits);
  }

  private static String text(Result result) {
    Table table =
        new Table("TYPE", "BITS PACKED", "STORED", "GB/S", "READ GB/S", "SHARE", "AS STORED");
    for (Product product : result.products()) {
      table.row(
          product.type(),
          number("%.2f", product.packedBits()),
          number("%.2f", product.storedBits()),
          number("%.1f", product.gbS()),
          number("%.1f", product.readGbS()),
          number("%.2f", product.share()),
          number("%.2f", product.storedShare()));
    }
    return table.text() + "\nby " + result.kernels() + ", " + result.threads() + " threads";
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
