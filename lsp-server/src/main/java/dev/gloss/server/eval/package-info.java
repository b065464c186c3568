/// Evaluations: cases in, predictions and figures out.
///
/// Measures what users get, through the same assist code; prints nothing and knows no command line.
@NullMarked
package dev.gloss.server.eval;

import org.jspecify.annotations.NullMarked;
