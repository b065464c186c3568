package dev.gloss.inference.convert;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gloss.inference.ModelException;
import dev.gloss.inference.convert.ConversionListener.WrittenTensor;
import dev.gloss.inference.gguf.GgufModel;
import dev.gloss.inference.gguf.Metadata;
import dev.gloss.inference.gguf.TokenizerKeys;
import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Decoder;
import dev.gloss.inference.tensor.Tensor;
import dev.gloss.inference.testing.GoldenGguf;
import dev.gloss.inference.testing.GoldenModel;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConverterTest {

  @TempDir private Path folder;

  /// The licence, where a text ends, and how the model is asked: nothing of it is in the weights.
  @Test
  void whatIsSaidAboutAModelComesAlong() throws IOException {
    Path source = folder.resolve("source");
    copy(GoldenModel.V2_LITE.folder(), source);
    Files.writeString(source.resolve("README.md"), "---\nlicense: mit\n---\n");
    ObjectNode config =
        (ObjectNode) new JsonMapper().readTree(source.resolve("config.json").toFile());
    config.put("fim_order", "spm").put("ngram_weight", 0.25);
    config.putArray("programming_languages").add("java").add("kotlin");
    Files.writeString(
        source.resolve("config.json"), config.toString().replaceFirst("\\}$", ",\"x\":NaN}"));
    Files.writeString(source.resolve("generation_config.json"), "{\"eos_token_id\": [1, 5]}");
    Path file = folder.resolve("model.gguf");
    convert(source, file, DType.F32);
    try (GgufModel model = GgufModel.open(file)) {
      Metadata metadata = model.metadata();
      assertEquals("mit", metadata.text("general.license"));
      assertEquals("spm", metadata.text("gloss.fim_order"));
      assertEquals("java,kotlin", metadata.text("gloss.programming_languages"));
      assertEquals(0.25, metadata.number("gloss.ngram_weight", 0, 1));
      TokenizerKeys keys = new TokenizerKeys(metadata);
      assertEquals(1, keys.id("eos_token_id").orElseThrow());
      assertEquals(5, keys.id("eot_token_id").orElseThrow());
    }
    Path back = folder.resolve("back");
    convert(file, back, DType.F32);
    assertTrue(Files.readString(back.resolve("README.md")).contains("license: mit"));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  /// What is told of a tensor is what comparing both files gives.
  @ParameterizedTest
  @EnumSource(names = {"BF16", "Q8_0", "Q4_0", "Q4_K", "Q6_K"})
  void errorsAreThoseOfTheFile(DType target) throws IOException {
    Path exact = folder.resolve("exact.gguf");
    Path rounded = folder.resolve("rounded.gguf");
    convert(GoldenModel.V2_LITE.folder(), exact, DType.F32);
    Map<String, WrittenTensor> told = convert(exact, rounded, target);
    try (GgufModel before = GgufModel.open(exact);
        GgufModel after = GgufModel.open(rounded)) {
      Map<String, Tensor> was = byName(before);
      assertEquals(was.keySet(), told.keySet());
      for (Tensor tensor : after.tensors()) {
        WrittenTensor written = requireNonNull(told.get(tensor.name()));
        assertEquals(tensor.dtype(), written.dtype());
        assertEquals(tensor.shape(), written.shape());
        assertEquals(tensor.data().byteSize(), written.bytes());
        float[] numbers = Decoder.all(requireNonNull(was.get(tensor.name())));
        float[] back = Decoder.all(tensor);
        double error = RoundingError.of(numbers, back, back.length).relative();
        assertEquals(error, written.relativeError(), 1e-9 * error, tensor.name());
        if (tensor.shape().size() == 1 || tensor.name().contains("ffn_gate_inp")) {
          assertArrayEquals(numbers, back, tensor.name());
        }
      }
    }
  }

  @Test
  void ggufFilesKeepWhatIsNotRounded() throws IOException {
    Path out = folder.resolve("out.gguf");
    Path in = new GoldenGguf("ds2-extra-metadata").file();
    convert(in, out, DType.Q8_0);
    try (GgufModel before = GgufModel.open(in);
        GgufModel after = GgufModel.open(out)) {
      for (String key : before.metadata().keys()) {
        if (!key.equals("general.file_type") && !key.equals("general.alignment")) {
          assertArrayEquals(before.metadata().encoded(key), after.metadata().encoded(key), key);
        }
      }
      assertEquals(7, after.metadata().integer("general.file_type", 0, 100));
    }
  }

  /// Bytes of a tensor that has its type already are copied: rounding twice would lose twice.
  @Test
  void tensorsOfTheTypeAreCopied() throws IOException {
    Path in = new GoldenGguf("ds2-q4_k_m").file();
    Path out = folder.resolve("out.gguf");
    convert(in, out, DType.Q4_K);
    int copied = 0;
    try (GgufModel before = GgufModel.open(in);
        GgufModel after = GgufModel.open(out)) {
      Map<String, Tensor> was = byName(before);
      for (Tensor tensor : after.tensors()) {
        Tensor old = requireNonNull(was.get(tensor.name()));
        if (tensor.dtype() == DType.Q4_K && old.dtype() == DType.Q4_K) {
          copied++;
          assertEquals(-1, tensor.data().mismatch(old.data()));
        }
      }
    }
    assertTrue(copied > 5, "copied " + copied);
  }

  @Test
  void theNumberOfThreadsChangesNothing() throws IOException {
    Path one = folder.resolve("one.gguf");
    Path many = folder.resolve("many.gguf");
    new Converter(1, tensor -> {}).convert(GoldenModel.V3.folder(), one, DType.Q4_0);
    new Converter(7, tensor -> {}).convert(GoldenModel.V3.folder(), many, DType.Q4_0);
    assertEquals(-1, Files.mismatch(one, many));
  }

  @Test
  void refusesTypesThatALayoutDoesNotHave() {
    Path in = GoldenModel.V3.folder();
    refused(IllegalArgumentException.class, "ends in .gguf", in, "out", DType.Q4_0);
    refused(
        IllegalArgumentException.class,
        "GGUF files are not written in F8_E4M3",
        in,
        "o.gguf",
        DType.F8_E4M3);
    refused(IllegalArgumentException.class, "ends in .gguf", in, "out", DType.Q5_K);
  }

  @Test
  void refusesWhatIsNoModel() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "no model at all");
    refused(ModelException.class, "GGUF", text, "out.gguf", DType.F32);
    refused(
        ModelException.class,
        "config.json",
        Files.createDirectory(folder.resolve("empty")),
        "out.gguf",
        DType.F32);
    refused(ModelException.class, "is missing", folder.resolve("nowhere"), "out.gguf", DType.F32);
  }

  @Test
  void refusesNumbersThatAreNone() throws IOException {
    Path model = Files.createDirectory(folder.resolve("model"));
    try (var files = Files.list(GoldenModel.V2_LITE.folder())) {
      for (Path file : files.toList()) {
        Files.copy(file, model.resolve(file.getFileName().toString()));
      }
    }
    try (RandomAccessFile weights =
        new RandomAccessFile(model.resolve("model.safetensors").toFile(), "rw")) {
      weights.seek(weights.length() - 4);
      weights.write(new byte[] {0, 0, (byte) 0xC0, 0x7F});
    }
    refused(ModelException.class, "a number that is infinite, NaN", model, "out.gguf", DType.BF16);
    try (var files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  private void refused(
      Class<? extends Exception> kind, String message, Path in, String out, DType target) {
    Executable conversion = () -> convert(in, folder.resolve(out), target);
    String found = String.valueOf(assertThrows(kind, conversion).getMessage());
    assertTrue(found.contains(message) && !found.contains("\n"), found);
  }

  private static Map<String, Tensor> byName(GgufModel model) {
    return model.tensors().stream().collect(Collectors.toMap(Tensor::name, Function.identity()));
  }

  private static Map<String, WrittenTensor> convert(Path in, Path out, DType target)
      throws IOException {
    Map<String, WrittenTensor> written = new HashMap<>();
    new Converter(2, tensor -> written.put(tensor.name(), tensor)).convert(in, out, target);
    return written;
  }
}
