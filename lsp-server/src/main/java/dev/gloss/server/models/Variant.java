package dev.gloss.server.models;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One model of a repository of GGUF files: a file, or the parts of a split one.
///
/// @param name path without the number of a part and without `.gguf`
/// @param quantization as the file's name tells it, in capitals: `Q4_K_M`, `BF16`, …; empty where
///   it does not
/// @param files one, or all parts in their order
record Variant(String name, String quantization, List<HubFile> files) {
  private static final String ENDING = ".gguf";
  private static final Pattern PART =
      Pattern.compile("(?<name>.+)-(?<number>\\d{5})-of-(?<count>\\d{5})");

  /// The last one in a name counts: a model may be called Q8-something itself.
  private static final Pattern QUANTIZATION =
      Pattern.compile(
          "(?i)(?:^|[-._/])(?<type>(?:UD-)?(?:I?Q\\d(?:_[A-Z0-9]+)*|MXFP4(?:_MOE)?|BF16|FP?16|FP?32))(?=[-._/]|$)");

  /// Files that carry something beside a language model.
  private static final Pattern BESIDE = Pattern.compile("(?i)(mmproj|imatrix).*");

  Variant {
    files = List.copyOf(files);
  }

  /// The variants that a repository has, in the order of their names; of one that is there both
  /// whole and in parts the whole one comes first.
  static List<Variant> of(List<HubFile> files) {
    Map<Key, List<HubFile>> groups =
        files.stream()
            .filter(file -> file.path().toLowerCase(Locale.ROOT).endsWith(ENDING))
            .filter(file -> !BESIDE.matcher(file.name()).matches())
            .collect(
                Collectors.groupingBy(
                    file -> Key.of(file.path()), TreeMap::new, Collectors.toList()));
    return groups.entrySet().stream()
        .map(
            group ->
                new Variant(
                    group.getKey().name(),
                    quantization(group.getKey().name()),
                    sorted(group.getValue())))
        .toList();
  }

  /// What the parts of a variant have in common.
  ///
  /// @param parts how many there are; 1 for a whole file
  private record Key(String name, int parts) implements Comparable<Key> {
    static Key of(String path) {
      Matcher part = PART.matcher(stem(path));
      return part.matches()
          ? new Key(part.group("name"), Integer.parseInt(part.group("count")))
          : new Key(stem(path), 1);
    }

    @Override
    public int compareTo(Key other) {
      return Comparator.comparing(Key::name).thenComparing(Key::parts).compare(this, other);
    }
  }

  /// Makes sure that no part is missing.
  ///
  /// @throws PullException if one is
  void requireWhole() throws PullException {
    int expected = Key.of(files.getFirst().path()).parts();
    if (files.size() != expected) {
      throw new PullException(
          "%s: the repository has %d of its %d parts".formatted(name, files.size(), expected));
    }
  }

  /// A variant of which nothing but the name is known.
  static Variant unlisted(String path) {
    return new Variant(
        nameOf(path),
        quantization(nameOf(path)),
        List.of(new HubFile(path, HubFile.UNKNOWN, null)));
  }

  /// Bytes of all files; [HubFile#UNKNOWN] where one is.
  long bytes() {
    return files.stream().anyMatch(file -> file.bytes() < 0)
        ? HubFile.UNKNOWN
        : files.stream().mapToLong(HubFile::bytes).sum();
  }

  /// Whether a person means this one.
  ///
  /// @param wanted a path, a file's name, either without its ending, or a quantisation
  boolean isCalled(String wanted) {
    String type = wanted.replaceFirst("(?i)^FP(?=16|32)", "F");
    return files.stream().anyMatch(file -> file.path().equals(wanted) || file.name().equals(wanted))
        || name.equals(wanted)
        || name.substring(name.lastIndexOf('/') + 1).equals(wanted)
        || (!quantization.isEmpty() && quantization.equalsIgnoreCase(type));
  }

  /// For a list of what there is.
  String label() {
    return quantization.isEmpty() ? name.substring(name.lastIndexOf('/') + 1) : quantization;
  }

  private static List<HubFile> sorted(List<HubFile> files) {
    return files.stream().sorted(Comparator.comparing(HubFile::path)).toList();
  }

  private static String stem(String path) {
    return path.substring(0, path.length() - ENDING.length());
  }

  /// A path without the number of its part.
  static String nameOf(String path) {
    return Key.of(path).name();
  }

  private static String quantization(String name) {
    String found = "";
    Matcher matcher = QUANTIZATION.matcher(name);
    while (matcher.find()) {
      found = matcher.group("type").toUpperCase(Locale.ROOT);
    }
    return found.replaceFirst("^FP(?=16|32)", "F");
  }
}
