package dev.gloss.server.lsp;

import dev.gloss.server.assist.Assistant;
import dev.gloss.server.assist.ModelSwitch;
import dev.gloss.server.config.Settings;
import dev.gloss.server.status.StatusBoard;
import dev.gloss.server.trace.TraceHub;
import dev.gloss.server.work.Workers;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What all connections of a process share.
///
/// @param assistant the features
/// @param trace events of all requests
/// @param status what the server is up to
/// @param panel the page with the trace
/// @param version of this program, for `serverInfo`
/// @param models how the models are changed
/// @param settings what holds for whatever an editor does not say
/// @param workers what requests are computed on
/// @param cache in which folder the indexes of workspaces lie; null where there are to be none
public record LspServices(
    Assistant assistant,
    TraceHub trace,
    StatusBoard status,
    Panel panel,
    String version,
    ModelSwitch models,
    Settings settings,
    Workers workers,
    @Nullable Path cache) {

  /// With threads of their own, and no indexes.
  public LspServices(
      Assistant assistant,
      TraceHub trace,
      StatusBoard status,
      Panel panel,
      String version,
      ModelSwitch models,
      Settings settings) {
    this(assistant, trace, status, panel, version, models, settings, null);
  }

  /// With threads of their own.
  public LspServices(
      Assistant assistant,
      TraceHub trace,
      StatusBoard status,
      Panel panel,
      String version,
      ModelSwitch models,
      Settings settings,
      @Nullable Path cache) {
    this(
        assistant, trace, status, panel, version, models, settings, Workers.ofThisMachine(), cache);
  }

  /// With models that cannot be changed, and the usual settings.
  public LspServices(
      Assistant assistant, TraceHub trace, StatusBoard status, Panel panel, String version) {
    this(assistant, trace, status, panel, version, ModelSwitch.NONE, Settings.DEFAULTS);
  }
}
