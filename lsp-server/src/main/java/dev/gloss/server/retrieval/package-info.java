/// Code from other files of the workspace that is like what somebody writes: an index of windows of
/// the files, kept up to date in the background, and what is found in it for a place.
///
/// Nothing here knows LSP, models or prompts. Lucene is imported in this room alone. What a file
/// says is never kept: pieces are read from the file, or the editor, when they are asked for.
@NullMarked
package dev.gloss.server.retrieval;

import org.jspecify.annotations.NullMarked;
