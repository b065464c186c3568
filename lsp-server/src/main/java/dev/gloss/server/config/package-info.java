/// What a person can set, its defaults, and how it is read from JSON.
///
/// Nothing here knows who sends the JSON; the only file that is read or written is `gloss.json`.
@NullMarked
package dev.gloss.server.config;

import org.jspecify.annotations.NullMarked;
