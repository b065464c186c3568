/// What of a document goes into a prompt: the text around the cursor with secrets masked, and the
/// code that an explanation is about.
///
/// Nothing here counts tokens, lays out prompts or knows LSP.
@NullMarked
package dev.gloss.server.context;

import org.jspecify.annotations.NullMarked;
