package dev.gloss.inference.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gloss.inference.testing.MappedMemory;
import dev.gloss.inference.testing.RandomCheckpoint;
import dev.gloss.inference.testing.SafetensorsWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardIndexTest {

  private static final String FIRST = "model-00001-of-00002.safetensors";
  private static final String SECOND = "model-00002-of-00002.safetensors";

  @TempDir Path folder;

  private final RandomCheckpoint tiny = RandomCheckpoint.tiny();
  private ObjectNode index = tiny.config();

  @BeforeEach
  void writeShards() throws Exception {
    index = tiny.writeShards(folder);
  }

  @Test
  void twoShardsAreOneModel() throws Exception {
    MappedMemory.assertNoLeak(
        () -> {
          try (CheckpointModel model = CheckpointModel.open(folder)) {
            assertEquals(2, model.weights().layers().size());
          }
        });
  }

  @Test
  void missingShard() throws Exception {
    Files.delete(folder.resolve(SECOND));
    refused("index.json: names the shard " + SECOND + ", which is missing");
  }

  @Test
  void tensorThatItsShardHasNot() throws Exception {
    index.withObject("weight_map").put("model.extra.weight", SECOND);
    refused("index.json: says that tensor model.extra.weight is in " + SECOND + ", which has no");
  }

  @Test
  void tensorInAnotherShardThanTheIndexSays() throws Exception {
    index.withObject("weight_map").put("model.norm.weight", FIRST);
    refused(
        "index.json: says that tensor model.norm.weight is in " + FIRST + ", which has no such");
  }

  @Test
  void tensorInTwoShards() throws Exception {
    var second = new LinkedHashMap<>(tiny.tensors());
    second.keySet().removeIf(name -> index.get("weight_map").get(name).asText().equals(FIRST));
    second.put("model.embed_tokens.weight", tiny.tensors().get("model.embed_tokens.weight"));
    SafetensorsWriter.write(folder.resolve(SECOND), second);
    refused(SECOND + ": has tensor model.embed_tokens.weight, which the index expects in " + FIRST);
  }

  @Test
  void tensorThatTheIndexLeavesOut() throws Exception {
    index.withObject("weight_map").remove("model.norm.weight");
    refused(SECOND + ": has tensor model.norm.weight, which the index expects nowhere");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../model.safetensors", "/etc/passwd", "a/b.safetensors", "model.bin", ""})
  void shardsElsewhere(String name) throws Exception {
    index.withObject("weight_map").put("model.norm.weight", name);
    refused("index.json: names the shard " + name + ", expected a .safetensors file beside it");
  }

  @Test
  void weightMapOfNumbers() throws Exception {
    index.withObject("weight_map").put("model.norm.weight", 1);
    refused("index.json: weight_map.model.norm.weight is 1, expected a string");
  }

  @Test
  void noWeightMap() throws Exception {
    index.remove("weight_map");
    refused("index.json: weight_map is missing, expected the shard of every tensor");
  }

  @Test
  void emptyWeightMap() throws Exception {
    index.putObject("weight_map");
    refused("index.json: weight_map is {}, expected the shard of every tensor");
  }

  @Test
  void truncatedShard() throws Exception {
    byte[] bytes = Files.readAllBytes(folder.resolve(SECOND));
    Files.write(folder.resolve(SECOND), Arrays.copyOf(bytes, bytes.length - 2));
    refused(SECOND + ": tensor ", "is it cut off?");
  }

  private void refused(String... parts) throws Exception {
    RandomCheckpoint.writeIndex(folder, index);
    Refusals.assertRefused(folder, List.of(parts));
  }
}
