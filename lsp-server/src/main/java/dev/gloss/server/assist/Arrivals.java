package dev.gloss.server.assist;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// Tells who waits for a role's model that it is there, or that none will come.
///
/// Not safe for use by many threads.
final class Arrivals {
  private final Map<Role, CompletableFuture<Void>> awaited = new EnumMap<>(Role.class);

  /// Completes when the role has a model, exceptionally when none will come.
  CompletableFuture<Void> ready(Role role) {
    return awaited(role).copy();
  }

  /// The role has a model.
  void arrived(Role role) {
    if (!awaited(role).complete(null)) {
      awaited.put(role, CompletableFuture.completedFuture(null));
    }
  }

  /// The role has a model no more; another one may come.
  void left(Role role) {
    if (awaited(role).isDone()) {
      awaited.put(role, new CompletableFuture<>());
    }
  }

  /// No model comes for roles that have none.
  void noMore(Throwable why) {
    for (Role role : Role.values()) {
      awaited(role).completeExceptionally(why);
    }
  }

  private CompletableFuture<Void> awaited(Role role) {
    return awaited.computeIfAbsent(role, key -> new CompletableFuture<>());
  }
}
