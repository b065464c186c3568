/// The features themselves, in an editor's words but without its protocol: text at the cursor, what
/// a piece of code does.
///
/// Nothing here knows LSP, HTTP or who implements the engine.
@NullMarked
package dev.gloss.server.assist;

import org.jspecify.annotations.NullMarked;
