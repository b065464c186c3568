package dev.gloss.server.models;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which files of a repository are fetched.
///
/// @param files to be fetched, the one that names the model first: a GGUF file, its first part, or
///   `config.json`
/// @param chosen what they are, for a person: a quantisation, a file's name or a folder
/// @param others what else there would have been, likewise
public record FileChoice(List<HubFile> files, String chosen, List<String> others) {
  /// What runs well, the best bargain first. Four bits lose little and read half of what eight do.
  private static final List<String> PREFERRED =
      List.of(
          "Q4_K_M",
          "Q8_0",
          "Q5_K_M",
          "Q6_K",
          "Q4_K_S",
          "Q5_K_S",
          "Q4_0",
          "Q5_0",
          "Q4_1",
          "Q5_1",
          "MXFP4",
          "MXFP4_MOE",
          "IQ4_NL",
          "IQ4_XS",
          "Q3_K_L",
          "Q3_K_M",
          "Q3_K_S",
          "Q2_K",
          "BF16",
          "F16",
          "F32");

  private static final String CONFIG = "config.json";

  /// What a model in Hugging Face layout needs beside its weights, and what a person should have.
  private static final Set<String> BESIDE_THE_WEIGHTS =
      Set.of(
          CONFIG,
          "generation_config.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "chat_template.jinja",
          "LICENSE",
          "LICENSE.txt",
          "LICENSE.md",
          "README.md");

  /// Copies the lists.
  public FileChoice {
    files = List.copyOf(files);
    others = List.copyOf(others);
  }

  /// Chooses.
  ///
  /// @param name what a person asked for
  /// @param files all files of the repository
  /// @throws PullException if there is nothing that fits; the message lists what there is
  static FileChoice of(HubName name, List<HubFile> files) throws PullException {
    List<Variant> variants = Variant.of(files);
    String wanted = name.file();
    if (!variants.isEmpty()) {
      Variant chosen = wanted == null ? best(name, variants) : named(name, variants, wanted);
      chosen.requireWhole();
      return of(variants, chosen);
    }
    if (wanted != null) {
      throw new PullException(
          name + ": the repository has no GGUF file; without ':" + wanted + "' it is pulled whole");
    }
    return folder(name, files);
  }

  /// Chooses where the hub has no list: the very file that was named.
  ///
  /// @throws PullException if none was named
  static FileChoice unlisted(HubName name) throws PullException {
    String file = name.file();
    if (file == null || !file.toLowerCase(Locale.ROOT).endsWith(".gguf")) {
      throw new PullException(
          name.repository()
              + ": the hub has no such repository, or does not list its files; a GGUF file can be"
              + " named as "
              + name.repository()
              + ":FILE.gguf");
    }
    Variant only = Variant.unlisted(file);
    return of(List.of(only), only);
  }

  /// Bytes of all files; [HubFile#UNKNOWN] where one is.
  long bytes() {
    return files.stream().anyMatch(file -> file.bytes() < 0)
        ? HubFile.UNKNOWN
        : files.stream().mapToLong(HubFile::bytes).sum();
  }

  private static FileChoice of(List<Variant> all, Variant chosen) {
    return new FileChoice(
        chosen.files(),
        chosen.label(),
        all.stream().filter(v -> v != chosen).map(FileChoice::describe).distinct().toList());
  }

  private static Variant best(HubName name, List<Variant> variants) throws PullException {
    return variants.stream()
        .filter(variant -> PREFERRED.contains(variant.quantization()))
        .min(Comparator.comparingInt(variant -> PREFERRED.indexOf(variant.quantization())))
        .or(() -> only(variants, variant -> true))
        .orElseThrow(
            () ->
                new PullException(
                    "%s: which one? name it as %s:NAME; there are %s"
                        .formatted(name, name.repository(), list(variants))));
  }

  private static Variant named(HubName name, List<Variant> variants, String wanted)
      throws PullException {
    return only(variants, variant -> variant.isCalled(wanted))
        .orElseThrow(
            () ->
                new PullException(
                    "%s: the repository has no such file, or several; there are %s"
                        .formatted(name, list(variants))));
  }

  private static Optional<Variant> only(List<Variant> variants, Predicate<Variant> wanted) {
    List<Variant> found = variants.stream().filter(wanted).toList();
    return found.stream().map(Variant::name).distinct().count() == 1
        ? Optional.of(found.getFirst())
        : Optional.empty();
  }

  private static String list(List<Variant> variants) {
    return variants.stream().map(FileChoice::describe).collect(Collectors.joining(", "));
  }

  private static String describe(Variant variant) {
    return variant.bytes() < 0
        ? variant.label()
        : variant.label() + " (" + ByteCount.of(variant.bytes()) + ")";
  }

  private static FileChoice folder(HubName name, List<HubFile> files) throws PullException {
    HubFile config = find(files, CONFIG);
    List<HubFile> weights = weights(files);
    if (config == null || weights.isEmpty()) {
      throw new PullException(
          name + ": the repository has neither a GGUF file nor config.json with safetensors");
    }
    List<HubFile> beside =
        files.stream()
            .filter(file -> BESIDE_THE_WEIGHTS.contains(file.path()) && file != config)
            .toList();
    List<HubFile> all =
        Stream.of(Stream.of(config), beside.stream(), weights.stream())
            .flatMap(part -> part)
            .toList();
    return new FileChoice(all, "safetensors", List.of());
  }

  /// The files of the index, or the one file without; not the copies that some repositories have
  /// under other names.
  private static List<HubFile> weights(List<HubFile> files) {
    HubFile index = find(files, "model.safetensors.index.json");
    List<HubFile> shards =
        files.stream()
            .filter(file -> file.path().matches("model-\\d{5}-of-\\d{5,6}\\.safetensors"))
            .toList();
    if (index != null && !shards.isEmpty()) {
      return Stream.concat(Stream.of(index), shards.stream()).toList();
    }
    HubFile single = find(files, "model.safetensors");
    return single == null ? List.of() : List.of(single);
  }

  private static @Nullable HubFile find(List<HubFile> files, String path) {
    return files.stream().filter(file -> file.path().equals(path)).findFirst().orElse(null);
  }
}
