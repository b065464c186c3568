package dev.gloss.server.lsp;

import dev.gloss.server.assist.Assistant;
import dev.gloss.server.trace.StatusBoard;
import dev.gloss.server.trace.TraceHub;

/// What all connections of a process share.
///
/// @param assistant the features
/// @param trace events of all requests
/// @param status what the server is up to
/// @param panel the page with the trace
/// @param version of this program, for `serverInfo`
public record LspServices(
    Assistant assistant, TraceHub trace, StatusBoard status, Panel panel, String version) {}
