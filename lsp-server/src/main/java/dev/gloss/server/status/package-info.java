/// What the server is up to, for status lines and panels: its state, who is told of it, its JSON.
///
/// Nothing here knows LSP, HTTP or the engine, nor single requests.
@NullMarked
package dev.gloss.server.status;

import org.jspecify.annotations.NullMarked;
