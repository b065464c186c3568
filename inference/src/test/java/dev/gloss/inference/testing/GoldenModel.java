package dev.gloss.inference.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;

/// The small checkpoints with seeded random weights whose results reference code gave.
///
/// `golden/README.md` beside them says where every number comes from and how near to expect one.
public enum GoldenModel {
  /// As V2-Lite and Coder-V2-Lite: no compressed query, `greedy` routing, YaRN; F32.
  V2_LITE("v2-lite"),
  /// As V2 and Coder-V2: compressed query, `group_limited_greedy` routing, YaRN; F32.
  V2("v2"),
  /// As V3 and R1: `noaux_tc` routing, YaRN, one Multi-Token Prediction module; BF16.
  V3("v3"),
  /// The weights of [#V3] in FP8 with block scales.
  V3_FP8("v3-fp8"),
  /// V3 without YaRN and without compressed query, in two shards; BF16.
  V3_BF16_SHARDED("v3-bf16-sharded"),
  /// A newer export: `rope_parameters`, tied embeddings, keys left to their defaults; F32, without
  /// tokenizer and `text_golden.json`.
  V3_TIED_NEW_KEYS("v3-tied-new-keys"),
  /// Grouped queries, `llama3` scaling; BF16.
  LLAMA3("dense", "llama3"),
  /// `rope_parameters`, linear scaling, heads wider than their share of the hidden size, tied, an
  /// epsilon that matters; F16.
  LLAMA_LINEAR_NEW_KEYS("dense", "llama-linear-new-keys"),
  /// As DeepSeek-Coder 1.x: a key for every head, linear scaling; BF16.
  DEEPSEEK_CODER("dense", "deepseek-coder"),
  /// Biases, seven heads to a key, tied, a window that is not used; BF16.
  QWEN2("dense", "qwen2"),
  /// As R1's distillation into Qwen: biases, YaRN, in two shards; BF16.
  QWEN2_YARN_SHARDED("dense", "qwen2-yarn-sharded"),
  /// Norms of query and key, tied; BF16.
  QWEN3("dense", "qwen3"),
  /// [#QWEN3] with experts, in two shards; BF16.
  QWEN3_MOE_SHARDED("dense", "qwen3-moe-sharded"),
  /// As GLM-4.7-Flash: latent attention and a Multi-Token Prediction module; BF16.
  GLM4_MOE_LITE("dense", "glm4-moe-lite");

  private static final JsonMapper JSON = new JsonMapper();

  private final String parent;
  private final String folderName;

  GoldenModel(String folderName) {
    this("", folderName);
  }

  GoldenModel(String parent, String folderName) {
    this.parent = parent;
    this.folderName = folderName;
  }

  /// The name of its folder, for messages.
  public String folderName() {
    return folderName;
  }

  /// The checkpoint's folder, read-only for tests.
  public Path folder() {
    return resource("/golden/" + (parent.isEmpty() ? "" : parent + "/") + "models/" + folderName);
  }

  /// Expected numbers of the forward pass: `derived`, `prompts`, `traces`, `mtp`.
  public JsonNode golden() {
    return json(folder().resolve("golden.json"));
  }

  /// Whether it is of DeepSeek's family; the others' fixtures have what they share.
  public boolean isDeepseek() {
    return parent.isEmpty();
  }

  /// Whether there are a tokenizer and texts with their completions.
  public boolean hasText() {
    return this != V3_TIED_NEW_KEYS;
  }

  /// Expected texts: `tokenizer_cases`, `completions`.
  public JsonNode textGolden() {
    return json(folder().resolve("text_golden.json"));
  }

  /// A file or folder of the test resources, by its absolute name there.
  public static Path resource(String name) {
    URL url = GoldenModel.class.getResource(name);
    if (url == null) {
      throw new IllegalArgumentException("no test resource " + name);
    }
    try {
      URI uri = url.toURI();
      return Path.of(uri);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(name, e);
    }
  }

  /// Reads a JSON file.
  public static JsonNode json(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Parses a text that is a JSON object.
  public static ObjectNode object(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The numbers of a JSON array, to `float`.
  public static float[] floats(JsonNode array) {
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).floatValue();
    }
    return values;
  }

  /// The numbers of a JSON array, to `int`.
  public static int[] ints(JsonNode array) {
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).intValue();
    }
    return values;
  }

  @Override
  public String toString() {
    return folderName;
  }
}
