package dev.gloss.server.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileChoiceTest {
  private static FileChoice choose(String name, String... paths) throws PullException {
    return FileChoice.of(
        HubName.parse(name),
        Arrays.stream(paths).map(path -> new HubFile(path, 2_000_000, null)).toList());
  }

  private static void check(String chosen, String name, String... paths) throws PullException {
    assertEquals(
        Arrays.asList(chosen.split(" ")),
        choose(name, paths).files().stream().map(HubFile::path).toList());
  }

  private static void refused(String part, String name, String... paths) {
    PullException failure = assertThrows(PullException.class, () -> choose(name, paths));
    assertTrue(failure.getMessage().contains(part), failure.getMessage());
  }

  @Test
  void fourBitsArePreferredThenEight() throws PullException {
    check("a-Q4_K_M.gguf", "m/a", "a-BF16.gguf", "a-Q8_0.gguf", "a-Q4_K_M.gguf", "a-Q2_K.gguf");
    check("a-q8_0.gguf", "m/a", "a-fp16.gguf", "a-q8_0.gguf", "a-q6_k.gguf");
    check("a.Q5_K_M.gguf", "m/a", "a.Q5_K_M.gguf", "a.Q6_K.gguf");
    check("Q4_K_M/a-Q4_K_M.gguf", "m/a", "Q4_K_M/a-Q4_K_M.gguf", "a-UD-Q4_K_XL.gguf");
    check("only.gguf", "m/a", "only.gguf", "mmproj-F16.gguf", "imatrix.gguf", "README.md");
  }

  @Test
  void theRestIsListed() throws PullException {
    FileChoice choice = choose("m/a", "a-Q4_K_M.gguf", "a-Q8_0.gguf", "a-IQ1_S.gguf");
    assertEquals("Q4_K_M", choice.chosen());
    assertEquals(List.of("IQ1_S (2.0 MB)", "Q8_0 (2.0 MB)"), choice.others());
  }

  @Test
  void aFileOrAQuantisationCanBeNamed() throws PullException {
    String[] paths = {"a-Q4_K_M.gguf", "a-Q8_0.gguf", "x/a-F16.gguf"};
    check("a-Q8_0.gguf", "m/a:Q8_0", paths);
    check("a-Q8_0.gguf", "m/a:q8_0", paths);
    check("a-Q8_0.gguf", "m/a:a-Q8_0.gguf", paths);
    check("a-Q8_0.gguf", "m/a:a-Q8_0", paths);
    check("x/a-F16.gguf", "m/a:a-F16.gguf", paths);
    check("x/a-F16.gguf", "m/a:x/a-F16.gguf", paths);
    refused("Q4_K_M (2.0 MB), Q8_0 (2.0 MB), F16 (2.0 MB)", "m/a:Q5_0", paths);
  }

  @Test
  void aSplitFileIsTakenWhole() throws PullException {
    String[] paths = {
      "b-Q8_0-00002-of-00002.gguf", "b-Q8_0-00001-of-00002.gguf", "b-Q2_K-00001-of-00001.gguf"
    };
    String both = "b-Q8_0-00001-of-00002.gguf b-Q8_0-00002-of-00002.gguf";
    check(both, "m/b", paths);
    check(both, "m/b:b-Q8_0-00002-of-00002.gguf", paths);
    check("b-Q2_K-00001-of-00001.gguf", "m/b:Q2_K", paths);
    refused("has 1 of its 3 parts", "m/b", "b-Q8_0-00002-of-00003.gguf");
  }

  @Test
  void aWholeFileIsTakenBeforeItsParts() throws PullException {
    String[] paths = {
      "c-q4_k_m-00001-of-00002.gguf",
      "c-q4_k_m-00002-of-00002.gguf",
      "c-q4_k_m.gguf",
      "c-q8_0-00001-of-00002.gguf"
    };
    check("c-q4_k_m.gguf", "m/c", paths);
    check("c-q4_k_m.gguf", "m/c:Q4_K_M", paths);
    check(
        "c-q4_k_m-00001-of-00002.gguf c-q4_k_m-00002-of-00002.gguf",
        "m/c:c-q4_k_m-00001-of-00002.gguf",
        paths);
    refused("has 1 of its 2 parts", "m/c:Q8_0", paths);
    check("a-F16.gguf", "m/a:FP16", "a-F16.gguf", "a-Q8_0.gguf");
  }

  @Test
  void nothingIsGuessedAmongStrangers() {
    refused("which one?", "m/a", "a-IQ1_S.gguf", "a-TQ1_0.gguf");
    refused("or several", "m/a:Q8_0", "a-Q8_0.gguf", "b-Q8_0.gguf");
  }

  @Test
  void aFolderIsTakenWhereThereIsNoGguf() throws PullException {
    check(
        "config.json tokenizer.json model.safetensors",
        "m/f",
        "model.safetensors",
        "tokenizer.json",
        "config.json",
        "flax_model.msgpack",
        "tf_model.h5");
    refused("neither a GGUF file nor", "m/f", "config.json", "pytorch_model.bin");
    refused("neither a GGUF file nor", "m/f", "model.safetensors");
    refused("has no GGUF file", "m/f:Q8_0", "config.json", "model.safetensors");
  }
}
