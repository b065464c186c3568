/// What a person can set, its defaults, and how it is read from an editor's JSON.
///
/// Nothing here knows who sends the JSON, and no setting is read from a file.
@NullMarked
package dev.gloss.server.config;

import org.jspecify.annotations.NullMarked;
