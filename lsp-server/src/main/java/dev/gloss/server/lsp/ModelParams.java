package dev.gloss.server.lsp;

import com.google.gson.annotations.SerializedName;
import dev.gloss.server.assist.ModelSwitch;
import dev.gloss.server.assist.Role;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What `gloss/model` is asked: nothing, or for another model.
///
/// @param use the model that is wished for; null to be told what there is
/// @param role `completion` or `explain`; null for both
/// @param unloadFirst whether the models before may be closed first; null for no
/// @param remember whether it is to be used after the next start too; null for no
public record ModelParams(
    @Nullable String use,
    @SerializedName("for") @Nullable String role,
    @Nullable Boolean unloadFirst,
    @Nullable Boolean remember) {

  /// The wish in words of ours.
  ///
  /// @param model that is wished for
  /// @throws org.eclipse.lsp4j.jsonrpc.ResponseErrorException if the role is unknown
  ModelSwitch.Wish wish(String model) {
    return new ModelSwitch.Wish(
        model, roles(), Boolean.TRUE.equals(unloadFirst), Boolean.TRUE.equals(remember));
  }

  private Set<Role> roles() {
    return switch (role) {
      case null -> EnumSet.allOf(Role.class);
      case "completion" -> EnumSet.of(Role.COMPLETION);
      case "explain" -> EnumSet.of(Role.EXPLANATION);
      default ->
          throw LspErrors.invalidParams(
              "gloss/model: for must be 'completion' or 'explain', got '" + role + "'");
    };
  }
}
