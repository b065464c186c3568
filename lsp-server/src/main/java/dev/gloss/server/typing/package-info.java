/// Replays typing: an editor made of LSP4J's client types through the real language server, and
/// what it would have shown is compared with what stood there.
///
/// Opens no engine, reads no files but those it is given, and changes nothing about how completions
/// behave.
@NullMarked
package dev.gloss.server.typing;

import org.jspecify.annotations.NullMarked;
