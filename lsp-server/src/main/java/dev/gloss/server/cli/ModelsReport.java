package dev.gloss.server.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gloss.inference.ModelException;
import dev.gloss.inference.ModelInfo;
import dev.gloss.inference.cpu.HostCores;
import dev.gloss.inference.cpu.HostMemory;
import dev.gloss.inference.cpu.packed.PackedFolder;
import dev.gloss.inference.engine.ModelCard;
import dev.gloss.server.models.ByteCount;
import dev.gloss.server.models.ModelStore;
import dev.gloss.server.models.ReadBandwidth;
import dev.gloss.server.models.Recommendation;
import dev.gloss.server.models.StoredModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// What `gloss models` prints.
///
/// @param folder where pulled models lie
/// @param here the models on this machine
/// @param unfinished downloads that were broken off
/// @param packed the packed weights of models that were used
/// @param machine what recommendations depend on
/// @param recommended what may be pulled
record ModelsReport(
    String folder,
    List<Here> here,
    List<Unfinished> unfinished,
    Packed packed,
    Machine machine,
    List<Suggested> recommended) {

  /// A model on this machine.
  ///
  /// @param name by which it is known
  /// @param path what opens it
  /// @param bytes of its files
  /// @param architecture null where the model cannot be read
  /// @param dtype of most weights; null likewise
  /// @param licence as its files state it, or as is known of what was pulled; null where neither is
  /// @param usedFor for what it is the default
  /// @param problem why it cannot be used; null where it can
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Here(
      String name,
      String path,
      long bytes,
      @Nullable String architecture,
      @Nullable String dtype,
      @Nullable String licence,
      List<String> usedFor,
      @Nullable String problem) {

    /// The same with these terms, where its files state none.
    Here orLicence(@Nullable String known) {
      return licence != null || known == null
          ? this
          : new Here(name, path, bytes, architecture, dtype, known, usedFor, problem);
    }
  }

  /// A download that was broken off.
  record Unfinished(String name, long bytes) {}

  /// Packed weights, which are kept so that models open faster.
  record Packed(String folder, long bytes) {

    static Packed of(PackedFolder packed) throws IOException {
      return new Packed(packed.folder().toString(), packed.bytes());
    }

    String text() {
      return bytes == 0
          ? ""
          : "\nTheir packed weights take %s in %s; 'gloss models clean' deletes them."
              .formatted(ByteCount.of(bytes), folder);
    }
  }

  /// What the speed and the size of a model depend on.
  ///
  /// @param freeBytes memory that is free
  /// @param readBytesPerSecond as measured just now
  record Machine(long freeBytes, double readBytesPerSecond) {}

  /// A model that may be pulled.
  ///
  /// @param tokensPerSecond that it would write at most
  /// @param here whether something of this repository is on this machine
  record Suggested(
      String repository,
      long bytes,
      Fit fit,
      double tokensPerSecond,
      String licence,
      List<String> roles,
      String note,
      boolean here) {}

  /// Whether a model fits into the memory.
  enum Fit {
    /// Into the half of what is free that is taken when nothing is said.
    @JsonProperty("yes")
    YES,
    /// When it is allowed to take more than that.
    @JsonProperty("tight")
    TIGHT,
    /// Not at all.
    @JsonProperty("no")
    NO;

    static Fit of(long wanted, long free) {
      return wanted <= free / 2 ? YES : wanted <= free ? TIGHT : NO;
    }
  }

  /// Looks at the store and the machine.
  static ModelsReport make(CommandSpec command) throws IOException {
    ModelStore store = Surroundings.of(command).store();
    DefaultModels defaults = DefaultModels.of(command);
    List<StoredModel> stored = store.list();
    List<Here> here = new ArrayList<>();
    here.add(embedded(defaults));
    for (StoredModel model : stored) {
      here.add(here(model.name(), model.path(), model.files(), defaults).orLicence(known(model)));
    }
    long free = HostMemory.freeBytes();
    double bandwidth = ReadBandwidth.measure(HostCores.count());
    return new ModelsReport(
        store.folder().toString(),
        here,
        store.unfinished().stream().map(u -> new Unfinished(u.name(), u.bytes())).toList(),
        Packed.of(Surroundings.of(command).packed()),
        new Machine(free, bandwidth),
        Recommendation.all().stream().map(r -> suggested(r, stored, free, bandwidth)).toList());
  }

  /// What is known of the terms of a pulled model whose files state none.
  private static @Nullable String known(StoredModel model) {
    return Recommendation.all().stream()
        .filter(recommended -> model.isFrom(recommended.repository()))
        .map(Recommendation::licence)
        .findFirst()
        .orElse(null);
  }

  private static Suggested suggested(
      Recommendation model, List<StoredModel> stored, long free, double bandwidth) {
    boolean here = stored.stream().anyMatch(s -> s.isFrom(model.repository()));
    return new Suggested(
        model.repository(),
        model.bytes(),
        Fit.of(model.memoryBytes(), free),
        model.tokensPerSecond(bandwidth),
        model.licence(),
        model.roles(),
        model.note(),
        here);
  }

  private static Here embedded(DefaultModels defaults) throws IOException {
    Path folder = ModelLocator.embedded();
    try (Stream<Path> files = Files.list(folder)) {
      return here(
          ModelLocator.EMBEDDED,
          folder,
          files.filter(file -> file.toString().endsWith(".safetensors")).toList(),
          defaults);
    }
  }

  private static Here here(String name, Path path, List<Path> files, DefaultModels defaults)
      throws IOException {
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.exists(file) ? Files.size(file) : 0;
    }
    List<String> roles = defaults.rolesOf(path).stream().map(RoleWord::of).toList();
    try {
      ModelInfo info = ModelCard.read(path);
      return new Here(
          name,
          path.toString(),
          bytes,
          info.architecture(),
          info.dtype(),
          info.file().licence(),
          roles,
          null);
    } catch (ModelException e) {
      return new Here(name, path.toString(), bytes, null, null, null, roles, e.getMessage());
    }
  }

  /// The same for a person.
  String text() {
    Table models = new Table("NAME", "ARCHITECTURE", "TYPE", "SIZE", "LICENCE", "USED FOR");
    for (Here model : here) {
      models.row(
          model.name(),
          Objects.requireNonNullElse(model.architecture(), "?"),
          Objects.requireNonNullElse(model.dtype(), "?"),
          ByteCount.of(model.bytes()),
          Objects.requireNonNullElse(model.licence(), "?"),
          String.join(", ", model.usedFor()));
    }
    Table suggestions = new Table("TO PULL", "SIZE", "FITS", "TOKENS/S", "GOOD FOR", "LICENCE");
    for (Suggested model : recommended) {
      suggestions.row(
          model.repository() + (model.here() ? " (here)" : ""),
          ByteCount.of(model.bytes()),
          model.fit().name().toLowerCase(Locale.ROOT),
          String.format(Locale.ROOT, "%.0f", model.tokensPerSecond()),
          String.join(", ", model.roles()),
          model.licence());
    }
    return Stream.of(
            models.text() + problems(),
            "Models lie in " + folder + "." + packed.text(),
            "",
            suggestions.text(),
            String.format(
                Locale.ROOT,
                "At most so many tokens a second, for this machine reads %.0f GB/s and a token"
                    + " reads all active weights.%nOf its memory %s are free; 'tight' wants more"
                    + " than half of that (--memory).",
                machine.readBytesPerSecond() / 1e9,
                ByteCount.of(machine.freeBytes())))
        .collect(Collectors.joining("\n"));
  }

  private String problems() {
    return Stream.concat(
            here.stream()
                .filter(model -> model.problem() != null)
                .map(model -> model.name() + " cannot be used: " + model.problem()),
            unfinished.stream()
                .map(
                    u ->
                        "%s was broken off after %s: 'gloss pull' goes on, 'gloss models remove' deletes it"
                            .formatted(u.name(), ByteCount.of(u.bytes()))))
        .map(line -> "\n" + line)
        .collect(Collectors.joining());
  }
}
