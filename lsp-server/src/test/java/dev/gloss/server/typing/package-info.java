/// Tests of replayed typing.
@NullMarked
package dev.gloss.server.typing;

import org.jspecify.annotations.NullMarked;
