package dev.gloss.server.assist;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who has a role now. A request borrows it and gives it back, so that an engine whose role goes to
/// another meanwhile stays open for the request.
///
/// Safe for use by many threads.
///
/// @param <T> a model, as its role needs it
final class Serving<T> {
  private @Nullable Loan<T> holder;

  /// Nobody has the role yet.
  Serving() {}

  /// A model that keeps the role, and whose engine somebody else closes.
  Serving(HeldEngine lent, T model) {
    holder = new Loan<>(model, lent);
  }

  /// A model that is borrowed, to be given back once.
  ///
  /// @param model as its role needs it
  /// @param engine that runs it
  record Loan<T>(T model, HeldEngine engine) implements AutoCloseable {

    /// The same once more, to be given back on its own.
    Loan<T> again() {
      engine.hold();
      return this;
    }

    /// Gives it back.
    @Override
    public void close() {
      engine.letGo();
    }
  }

  /// From now on this model has the role; the one before loses it.
  void give(T model, HeldEngine engine) {
    replace(new Loan<>(model, engine).again());
  }

  /// From now on nobody has the role.
  void take() {
    replace(null);
  }

  private void replace(@Nullable Loan<T> next) {
    Loan<T> before;
    synchronized (this) {
      before = holder;
      holder = next;
    }
    if (before != null) {
      before.close();
    }
  }

  /// The model that has the role.
  synchronized Optional<Loan<T>> borrow() {
    return Optional.ofNullable(holder).map(Loan::again);
  }

  /// The same to look at, not to be given back.
  synchronized Optional<Loan<T>> look() {
    return Optional.ofNullable(holder);
  }
}
