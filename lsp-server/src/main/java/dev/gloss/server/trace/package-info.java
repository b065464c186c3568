/// What happens to every request, as events: their records, their history, their JSON.
///
/// Nothing here knows LSP, HTTP or the engine; text of prompts in events is for the person at this
/// machine alone and is never logged.
@NullMarked
package dev.gloss.server.trace;

import org.jspecify.annotations.NullMarked;
