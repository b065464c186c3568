/// The Language Server Protocol over stdio or any other carrier of messages: one handler a request,
/// conversion at the border.
///
/// LSP4J and Gson live here alone; nothing here decides what a model is asked or what of its text
/// is shown.
@NullMarked
package dev.gloss.server.lsp;

import org.jspecify.annotations.NullMarked;
