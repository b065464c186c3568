/// The threads that compute, and the order in which they do: what is asked before what is typed
/// before what nobody waits for.
///
/// Nothing here knows what the work is about. Whoever passes messages on uses none of these
/// threads, so that reading and answering never wait for a computation.
@NullMarked
package dev.gloss.server.work;

import org.jspecify.annotations.NullMarked;
