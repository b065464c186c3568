package dev.gloss.server.lsp;

import dev.gloss.server.assist.Assistant;
import dev.gloss.server.assist.ModelSwitch;
import dev.gloss.server.config.Settings;
import dev.gloss.server.status.StatusBoard;
import dev.gloss.server.trace.TraceHub;
import dev.gloss.server.work.Workers;

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
public record LspServices(
    Assistant assistant,
    TraceHub trace,
    StatusBoard status,
    Panel panel,
    String version,
    ModelSwitch models,
    Settings settings,
    Workers workers) {

  /// With threads of their own.
  public LspServices(
      Assistant assistant,
      TraceHub trace,
      StatusBoard status,
      Panel panel,
      String version,
      ModelSwitch models,
      Settings settings) {
    this(assistant, trace, status, panel, version, models, settings, Workers.ofThisMachine());
  }

  /// With models that cannot be changed, and the usual settings.
  public LspServices(
      Assistant assistant, TraceHub trace, StatusBoard status, Panel panel, String version) {
    this(assistant, trace, status, panel, version, ModelSwitch.NONE, Settings.DEFAULTS);
  }
}
