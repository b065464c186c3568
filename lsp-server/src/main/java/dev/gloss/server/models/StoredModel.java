package dev.gloss.server.models;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A model in the store.
///
/// @param name which no other model has: `OWNER/NAME:FILE` without `.gguf`, `OWNER/NAME` for a
///   folder, or where it lies in the store for one that was put there by hand
/// @param path what opens it: a GGUF file (the first part of a split one), or a folder
/// @param files all its files, the one that names it first
/// @param record where it comes from; null for one that was put there by hand
public record StoredModel(String name, Path path, List<Path> files, @Nullable PullRecord record) {

  /// Copies the list.
  public StoredModel {
    files = List.copyOf(files);
  }

  /// The end of the name, which is enough as long as no other model has the same.
  public String shortName() {
    return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf(':')) + 1);
  }

  /// Whether it was pulled from this repository.
  public boolean isFrom(String repository) {
    return record != null && record.repository().equals(repository);
  }

  /// Whether the hub told checksums for all files, and the store keeps them.
  public boolean isVerifiable() {
    return record != null && record.files().stream().allMatch(file -> file.checksum() != null);
  }

  /// The one that a person means: by its whole name, by its short name, as it was pulled, or by a
  /// part of its name that no other has.
  ///
  /// @param wanted what a person wrote
  /// @param models among which it is sought
  /// @return empty where none is meant
  /// @throws IllegalArgumentException if several may be meant; the message lists them
  static Optional<StoredModel> find(String wanted, List<StoredModel> models) {
    String small = wanted.toLowerCase(Locale.ROOT);
    List<Predicate<StoredModel>> closer =
        List.of(
            model -> model.name.equals(wanted),
            model -> model.shortName().equals(wanted),
            model -> model.isPulledAs(wanted),
            model -> model.shortName().equalsIgnoreCase(wanted),
            model -> model.name.toLowerCase(Locale.ROOT).contains(small));
    for (Predicate<StoredModel> isMeant : closer) {
      List<StoredModel> found = models.stream().filter(isMeant).toList();
      if (found.size() > 1) {
        throw new IllegalArgumentException(
            "'%s' may be any of %s"
                .formatted(
                    wanted,
                    found.stream().map(StoredModel::name).collect(Collectors.joining(", "))));
      }
      if (found.size() == 1) {
        return Optional.of(found.getFirst());
      }
    }
    return Optional.empty();
  }

  private boolean isPulledAs(String wanted) {
    if (record == null || !HubName.looksLike(wanted)) {
      return false;
    }
    HubName hub = HubName.parse(wanted);
    if (!hub.repository().equalsIgnoreCase(record.repository())) {
      return false;
    }
    String file = hub.file();
    return file == null
        || (isGguf() && Variant.unlisted(record.files().getFirst().path()).isCalled(file));
  }

  private boolean isGguf() {
    return path.toString().endsWith(".gguf");
  }
}
