/// The documents an editor has open, places in them, and which files a prompt may contain.
///
/// Nothing here knows LSP, prompts or models.
@NullMarked
package dev.gloss.server.workspace;

import org.jspecify.annotations.NullMarked;
