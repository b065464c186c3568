package dev.gloss.inference.gguf;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.tensor.Tensor;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The files of a model: one, or the parts of a split, which lie beside each other and are named
/// `NAME-00001-of-00003.gguf`. The metadata of a split are those of its first part.
final class GgufFiles {
  private static final Pattern PART_NAME =
      Pattern.compile("(?<name>.*)-(?<no>\\d{5})-of-(?<count>\\d{5})\\.gguf", Pattern.DOTALL);

  private static final String NO = "split.no";
  private static final String COUNT = "split.count";
  private static final String TENSORS = "split.tensors.count";
  private static final int MAX_PARTS = 99_999;

  private final List<GgufFile> files;

  private GgufFiles(List<GgufFile> files) {
    this.files = List.copyOf(files);
  }

  /// Maps a model's files.
  ///
  /// @param file the only one, or the first part
  /// @param arena owns the mappings
  /// @throws ModelException if one is missing or broken, or the parts do not belong together
  static GgufFiles map(Path file, Arena arena) {
    GgufFile first = GgufFile.map(file, arena);
    int count = first.metadata().integerOr(COUNT, 0, MAX_PARTS, 1);
    if (count <= 1) {
      return new GgufFiles(List.of(first));
    }
    Matcher name = partName(file, count);
    requireNumber(first, 0, name);
    List<GgufFile> parts = new ArrayList<>(List.of(first));
    for (int no = 1; no < count; no++) {
      Path path = file.resolveSibling(partName(name, no, count));
      if (!Files.exists(path)) {
        throw new ModelException(
            "%s: part %d of %d is missing, expected a file %s beside it"
                .formatted(file, no + 1, count, path.getFileName()));
      }
      GgufFile part = GgufFile.map(path, arena);
      part.metadata().integer(COUNT, count, count);
      requireNumber(part, no, name);
      parts.add(part);
    }
    checkTensors(first, parts);
    return new GgufFiles(parts);
  }

  private static Matcher partName(Path file, int count) {
    Path last = file.getFileName();
    Matcher name = PART_NAME.matcher(last == null ? "" : last.toString());
    if (!name.matches() || Integer.parseInt(name.group("count")) != count) {
      throw new ModelException(
          "%s: is a part of a split of %d, expected a name that ends in -00001-of-%05d.gguf"
              .formatted(file, count, count));
    }
    return name;
  }

  private static String partName(Matcher name, int no, int count) {
    return "%s-%05d-of-%05d.gguf".formatted(name.group("name"), no + 1, count);
  }

  private static void requireNumber(GgufFile part, int no, Matcher name) {
    int found = part.metadata().integer(NO, 0, MAX_PARTS);
    if (found != no) {
      int count = part.metadata().integer(COUNT, 0, MAX_PARTS);
      throw new ModelException(
          "%s: is part %d of a split, expected part %d: a split is opened by its part %s"
              .formatted(part.file(), found + 1, no + 1, partName(name, 0, count)));
    }
  }

  private static void checkTensors(GgufFile first, List<GgufFile> parts) {
    Map<String, Path> files = new LinkedHashMap<>();
    for (GgufFile part : parts) {
      for (String tensor : part.tensors().keySet()) {
        Path before = files.put(tensor, part.file());
        if (before != null) {
          throw new ModelException(
              "%s: tensor %s is also in %s, expected once"
                  .formatted(part.file(), Text.shown(tensor), before));
        }
      }
    }
    int announced = first.metadata().integerOr(TENSORS, 0, Integer.MAX_VALUE, files.size());
    if (announced != files.size()) {
      throw first
          .metadata()
          .refuse(TENSORS, files.size() + ", which is what the " + parts.size() + " parts have");
    }
  }

  /// The metadata.
  Metadata metadata() {
    return files.getFirst().metadata();
  }

  /// The files, the first part first.
  List<GgufFile> files() {
    return files;
  }

  /// All tensors, in the files' order.
  List<Tensor> tensors() {
    return files.stream().flatMap(file -> file.tensors().values().stream()).toList();
  }
}
