package dev.gloss.server.lsp;

import dev.gloss.server.assist.ModelSwitch;
import dev.gloss.server.assist.Role;
import dev.gloss.server.config.Settings;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.MessageType;
import org.jspecify.annotations.Nullable;

/// Changes the process's models when an editor's settings name others than before. What an editor
/// never mentions is left to others.
final class ModelSettings {
  /// What stands for no name in [Settings.Models].
  private static final String EMBEDDED = "embedded";

  private final Session session;
  private Settings.Models followed;

  /// Wishes are fulfilled one after another, so that the last one has the last word.
  private CompletableFuture<Void> fulfilled = CompletableFuture.completedFuture(null);

  /// @param first what the process was started with
  ModelSettings(Session session, Settings.Models first) {
    this.session = session;
    this.followed = first;
  }

  /// Follows new settings; returns at once. What comes of it is told in the editor.
  synchronized void follow(Settings.Models next) {
    List<ModelSwitch.Wish> wishes = wishes(followed, next);
    if (next.memoryBytes() != followed.memoryBytes()) {
      session.log(
          MessageType.Warning,
          "memory: counts when the server starts, from gloss.json or --memory");
    }
    if (next.cacheType() != followed.cacheType()) {
      session.log(
          MessageType.Warning,
          "cacheType: counts when the server starts, from gloss.json or --cache-type");
    }
    if (next.packedWeights() != followed.packedWeights()) {
      session.log(MessageType.Warning, "packedWeights: counts in gloss.json alone");
    }
    followed = next;
    for (ModelSwitch.Wish wish : wishes) {
      fulfilled = fulfilled.thenRunAsync(() -> fulfil(wish), ModelSettings::start);
    }
  }

  private static void start(Runnable task) {
    Thread.ofVirtual().name("gloss-model-setting").start(task);
  }

  /// What is to be changed. Without a model of its own an explanation comes from the one that
  /// completes.
  static List<ModelSwitch.Wish> wishes(Settings.Models before, Settings.Models next) {
    boolean completion = !Objects.equals(before.completion(), next.completion());
    boolean explain = !Objects.equals(before.explain(), next.explain());
    List<ModelSwitch.Wish> wishes = new ArrayList<>();
    if (completion) {
      Set<Role> roles =
          next.explain() == null ? EnumSet.allOf(Role.class) : EnumSet.of(Role.COMPLETION);
      wishes.add(wish(next.completion(), roles, false));
    }
    if (explain && !(completion && next.explain() == null)) {
      String name = next.explain() == null ? next.completion() : next.explain();
      wishes.add(wish(name, EnumSet.of(Role.EXPLANATION), false));
    }
    return wishes;
  }

  private static ModelSwitch.Wish wish(@Nullable String name, Set<Role> roles, boolean unload) {
    return new ModelSwitch.Wish(name == null ? EMBEDDED : name, roles, unload, false);
  }

  /// A setting has no second word, so it unloads first where both do not fit.
  private void fulfil(ModelSwitch.Wish wish) {
    ModelSwitch models = session.services().models();
    try {
      try {
        models.use(wish);
      } catch (ModelSwitch.NoRoom e) {
        session.log(MessageType.Info, e.getMessage() + "; it is closed first");
        models.use(wish(wish.model(), wish.roles(), true));
      }
    } catch (RuntimeException e) {
      session
          .client()
          .showMessage(new MessageParams(MessageType.Error, String.valueOf(e.getMessage())));
    }
  }
}
