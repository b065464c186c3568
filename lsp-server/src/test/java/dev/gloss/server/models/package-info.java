/// The store and the downloads, against a hub of our own that misbehaves on demand.
@NullMarked
package dev.gloss.server.models;

import org.jspecify.annotations.NullMarked;
