package dev.gloss.server.assist;

import java.io.Serial;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The models of this process, and how to change them while it runs. Someone else opens them.
///
/// Safe for use by many threads; both methods may take a while.
public interface ModelSwitch {

  /// What there is and what serves.
  ///
  /// @throws AssistException if the models on this machine cannot be listed
  State state();

  /// Gives roles to a model. The one before serves until the new one is ready; if the new one
  /// cannot be opened, the one before goes on, or is opened again.
  ///
  /// @throws NoRoom if both models do not fit into memory, but the new one alone would
  /// @throws AssistException if the model cannot be used; the message says why and who serves
  void use(Wish wish);

  /// A wish for another model.
  ///
  /// @param model a file, a folder, or the name of a pulled model
  /// @param roles for which it is to be used, at least one
  /// @param unloadFirst whether the models that lose these roles may be closed before the new one
  ///   is opened, so that nothing is offered meanwhile
  /// @param remember whether it is to be used after the next start too
  record Wish(String model, Set<Role> roles, boolean unloadFirst, boolean remember) {

    /// Copies the set.
    public Wish {
      roles = Set.copyOf(roles);
    }
  }

  /// The models of a process.
  ///
  /// @param known on this machine
  /// @param completion the one that completes
  /// @param explanation the one that explains
  record State(List<Known> known, Optional<Served> completion, Optional<Served> explanation) {

    /// Copies the list.
    public State {
      known = List.copyOf(known);
    }
  }

  /// A model on this machine.
  ///
  /// @param name by which it can be wished for
  /// @param path of its file or folder
  /// @param bytes of its files
  record Known(String name, String path, long bytes) {}

  /// A model that serves.
  ///
  /// @param path of its file or folder
  /// @param name its short name
  /// @param dtype of most of its weights
  /// @param contextLength tokens that prompt and answer may have together
  /// @param memoryBytes what it takes at most
  record Served(String path, String name, String dtype, int contextLength, long memoryBytes) {}

  /// The models before and after do not fit into memory together.
  final class NoRoom extends AssistException {
    @Serial private static final long serialVersionUID = 1L;

    /// @param message what, and what to do about it
    public NoRoom(String message) {
      super(message);
    }
  }

  /// For a server whose models cannot be changed.
  ModelSwitch NONE =
      new ModelSwitch() {
        @Override
        public State state() {
          return new State(List.of(), Optional.empty(), Optional.empty());
        }

        @Override
        public void use(Wish wish) {
          throw new AssistException("the models of this server cannot be changed");
        }
      };
}
