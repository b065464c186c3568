/// Finds credentials in a text and covers them, in time linear in its length.
///
/// Nothing here knows documents, prompts or languages.
@NullMarked
package dev.gloss.server.secrets;

import org.jspecify.annotations.NullMarked;
