package dev.gloss.inference.checkpoint;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.tensor.Tensor;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The safetensors files of a folder: one, or several shards with an index that names the shard of
/// every tensor.
final class ShardIndex {

  /// Name of the file that holds all tensors, where there is one.
  static final String SINGLE = "model.safetensors";

  /// Name of the index, where there are shards.
  static final String INDEX = "model.safetensors.index.json";

  private static final long MAX_INDEX_BYTES = 100_000_000;

  private ShardIndex() {}

  /// Maps all files of a folder.
  ///
  /// @param arena owns the mappings
  /// @throws ModelException if one is missing or broken, or the index and the shards disagree
  static List<SafetensorsFile> map(Path folder, Arena arena) {
    if (Files.exists(folder.resolve(SINGLE))) {
      return List.of(SafetensorsFile.map(folder.resolve(SINGLE), arena));
    }
    Path index = folder.resolve(INDEX);
    if (!Files.exists(index)) {
      throw new ModelException(folder + ": has no weights, expected " + SINGLE + " or " + INDEX);
    }
    Map<String, String> weightMap = weightMap(index);
    Map<String, SafetensorsFile> shards = new LinkedHashMap<>();
    for (String name : new TreeSet<>(weightMap.values())) {
      shards.put(name, SafetensorsFile.map(shard(index, name), arena));
    }
    checkAgreement(index, weightMap, shards);
    return new ArrayList<>(shards.values());
  }

  private static Map<String, String> weightMap(Path index) {
    JsonFields root = JsonFields.read(index, MAX_INDEX_BYTES);
    JsonFields weightMap = root.object("weight_map");
    if (weightMap == null || weightMap.node().isEmpty()) {
      throw root.refuse("weight_map", "the shard of every tensor");
    }
    return weightMap.texts();
  }

  /// A shard lies beside its index: a name that leads elsewhere could open any file.
  private static Path shard(Path index, String name) {
    if (!name.matches("[A-Za-z0-9._-]+\\.safetensors")) {
      throw new ModelException(
          index
              + ": names the shard "
              + Found.text(name)
              + ", expected a .safetensors file beside it");
    }
    Path shard = index.resolveSibling(name);
    if (!Files.exists(shard)) {
      throw new ModelException(index + ": names the shard " + name + ", which is missing");
    }
    return shard;
  }

  private static void checkAgreement(
      Path index, Map<String, String> weightMap, Map<String, SafetensorsFile> shards) {
    for (Map.Entry<String, String> entry : weightMap.entrySet()) {
      SafetensorsFile shard = shards.get(entry.getValue());
      if (shard == null || !shard.tensors().containsKey(entry.getKey())) {
        throw new ModelException(
            index
                + ": says that tensor "
                + Found.text(entry.getKey())
                + " is in "
                + entry.getValue()
                + ", which has no such tensor");
      }
    }
    for (Map.Entry<String, SafetensorsFile> shard : shards.entrySet()) {
      for (Tensor tensor : shard.getValue().tensors().values()) {
        String expected = weightMap.get(tensor.name());
        if (!shard.getKey().equals(expected)) {
          throw new ModelException(
              shard.getValue().file()
                  + ": has tensor "
                  + Found.text(tensor.name())
                  + ", which the index expects "
                  + (expected == null ? "nowhere" : "in " + expected));
        }
      }
    }
  }
}
