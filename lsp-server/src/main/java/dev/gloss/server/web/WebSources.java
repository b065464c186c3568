package dev.gloss.server.web;

import dev.gloss.inference.Engine;
import dev.gloss.server.status.StatusBoard;
import dev.gloss.server.trace.TraceHub;
import java.util.Optional;
import java.util.function.Supplier;

/// What the pages show and speak to.
///
/// @param lsp opens the language-server sessions
/// @param trace the requests that the panel shows
/// @param status the state of the status line
/// @param engine the engine once it is loaded; asked again and again, so it must be quick
/// @param actions what the panel's buttons do
public record WebSources(
    LspSessions lsp,
    TraceHub trace,
    StatusBoard status,
    Supplier<Optional<Engine>> engine,
    PanelActions actions) {}
