package dev.gloss.inference.tokenizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// How fast Java text becomes ids, and ids text. The text is this project's own sources, about a
/// megabyte of them, repeated to exactly a million characters, so encode and decode give megabytes
/// a second.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TokenizerBenchmark {
  private static final int TEXT_CHARS = 1_000_000;

  /// Which tokenizer.
  @Param({"deepseek-v2", "deepseek-v3"})
  public String family = "deepseek-v3";

  private Path folder = Path.of("");
  private BpeTokenizer tokenizer = GoldenTokenizers.load(family);
  private String text = "";
  private int[] ids = {};

  /// Gathers the text and loads the tokenizer.
  @Setup
  public void setUp() throws IOException {
    folder = GoldenTokenizers.folder(family);
    tokenizer = GoldenTokenizers.load(family);
    StringBuilder sources = new StringBuilder();
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
        sources.append(Files.readString(file));
      }
    }
    StringBuilder repeated = new StringBuilder();
    while (repeated.length() < TEXT_CHARS) {
      repeated.append(sources);
    }
    text = repeated.substring(0, TEXT_CHARS);
    ids = tokenizer.encodeText(text);
  }

  /// A million characters of Java to ids.
  @Benchmark
  public int[] encode() {
    return tokenizer.encodeText(text);
  }

  /// The same back to text.
  @Benchmark
  public String decode() {
    return tokenizer.decode(ids);
  }

  /// Both files of the tokenizer from the page cache.
  @Benchmark
  public BpeTokenizer load() {
    return BpeTokenizer.load(folder);
  }
}
