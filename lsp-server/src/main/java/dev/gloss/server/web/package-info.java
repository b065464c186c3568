/// The web side: the playground page and the panel, their WebSockets, and who may reach them.
///
/// Nothing here knows the Language Server Protocol's types, and of the engine it knows the root
/// package; Vert.x is used here and nowhere else.
@NullMarked
package dev.gloss.server.web;

import org.jspecify.annotations.NullMarked;
