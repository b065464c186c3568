package dev.gloss.server.models;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A file that is being fetched: its first bytes, in `NAME.part`, and of what file they are, in
/// `NAME.part.json`. What is begun today can be gone on with tomorrow, as long as it is the same
/// file.
///
/// Used by one thread, which holds the model's [PullLock].
final class Part {
  static final String ENDING = ".part";
  static final String STATE_ENDING = ".part.json";

  private final Path target;
  private final Path part;
  private final Path stateFile;
  private State state;

  /// Of what file the bytes are.
  ///
  /// @param bytes the whole file's size, as far as the hub told
  /// @param checksum as far as the hub told
  /// @param version how the server that sent the first bytes named the file's version
  record State(long bytes, @Nullable Checksum checksum, @Nullable Version version) {}

  /// A version of a file on one server: its `ETag`, or else when it was modified.
  ///
  /// @param host that sent it; other hosts may name the same version differently
  record Version(String host, String name) {

    /// The version that an answer is of; null where it does not say.
    static @Nullable Version of(HubHttp.Answer answer) {
      String etag = answer.header("ETag");
      String name = etag.isEmpty() ? answer.header("Last-Modified") : etag;
      String host = String.valueOf(answer.uri().getHost());
      return name.isEmpty() ? null : new Version(host, name.replaceFirst("^W/", ""));
    }

    /// Whether this is certainly another version than the other one.
    boolean contradicts(Version other) {
      return host.equals(other.host) && !name.equals(other.name);
    }
  }

  private Part(Path target, State state) {
    this.target = target;
    this.part = fileOf(target);
    this.stateFile = target.resolveSibling(target.getFileName() + STATE_ENDING);
    this.state = state;
  }

  /// Where the first bytes of a file are kept.
  static Path fileOf(Path target) {
    return target.resolveSibling(target.getFileName() + ENDING);
  }

  /// Goes on with what is there of this file, or begins.
  ///
  /// @param target where the file is to be when it is whole; its folder exists
  static Part of(Path target, HubFile file) throws IOException {
    Part part = new Part(target, new State(file.bytes(), file.checksum(), null));
    Optional<State> before = JsonFile.read(part.stateFile, State.class);
    boolean same =
        before
            .map(s -> new State(s.bytes(), s.checksum(), null))
            .filter(part.state::equals)
            .isPresent();
    if (same) {
      part.state = before.get();
    } else {
      part.discard();
    }
    return part;
  }

  /// How many bytes are there.
  long bytes() throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  /// The file as far as it is there.
  Path path() {
    return part;
  }

  /// The version of the bytes that are there; null where there are none or nobody said.
  @Nullable Version version() {
    return state.version();
  }

  /// Opens the file to write after its last byte.
  ///
  /// @param version of what is going to be written
  FileChannel append(@Nullable Version version) throws IOException {
    state = new State(state.bytes(), state.checksum(), version);
    JsonFile.write(stateFile, state);
    return FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /// Forgets what is there.
  void discard() throws IOException {
    Files.deleteIfExists(part);
    Files.deleteIfExists(stateFile);
    state = new State(state.bytes(), state.checksum(), null);
  }

  /// Puts the file, which is whole, into its place.
  void finish() throws IOException {
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Files.deleteIfExists(stateFile);
  }
}
