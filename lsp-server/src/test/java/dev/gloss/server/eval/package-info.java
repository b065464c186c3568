/// Tests of the evaluations.
@NullMarked
package dev.gloss.server.eval;

import org.jspecify.annotations.NullMarked;
