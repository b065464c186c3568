package dev.gloss.server.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether the files of a model are still what the hub said.
public final class Verification {
  private Verification() {}

  /// What was found of a file.
  public enum State {
    /// It adds up to what the hub said.
    VERIFIED,
    /// It does not, or has another size.
    DAMAGED,
    /// It is not there.
    MISSING,
    /// Nobody said what it must add up to; its size is right.
    NOT_VERIFIED
  }

  /// One file's.
  ///
  /// @param path of the file
  /// @param state what was found
  /// @param expected what the hub said, in hexadecimal digits; null where it did not say
  /// @param found what it adds up to; null where that was not computed
  public record Verdict(
      Path path, State state, @Nullable String expected, @Nullable String found) {}

  /// Reads all files of a model.
  ///
  /// @throws IllegalArgumentException if it was put there by hand, so that nobody said anything
  /// @throws IOException if a file cannot be read
  public static List<Verdict> of(StoredModel model, PullListener listener) throws IOException {
    PullRecord record = model.record();
    if (record == null) {
      throw new IllegalArgumentException(
          model.path() + ": gloss did not pull this model, so it does not know its checksum");
    }
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < model.files().size(); i++) {
      verdicts.add(of(model.files().get(i), record.files().get(i), listener));
    }
    return verdicts;
  }

  private static Verdict of(Path file, PullRecord.Entry entry, PullListener listener)
      throws IOException {
    Checksum expected = entry.checksum();
    String hex = expected == null ? null : expected.hex();
    if (!Files.isRegularFile(file)) {
      return new Verdict(file, State.MISSING, hex, null);
    }
    if (Files.size(file) != entry.bytes()) {
      return new Verdict(file, State.DAMAGED, hex, null);
    }
    if (expected == null) {
      return new Verdict(file, State.NOT_VERIFIED, null, null);
    }
    listener.begin(file.getFileName().toString(), PullListener.Step.VERIFYING, 0, entry.bytes());
    Checksum found = Checksum.of(expected.kind(), file, listener::advanced);
    listener.end();
    State state = found.equals(expected) ? State.VERIFIED : State.DAMAGED;
    return new Verdict(file, state, hex, found.hex());
  }
}
