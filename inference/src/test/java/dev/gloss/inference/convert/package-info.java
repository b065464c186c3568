/// Tests of writing models again.
@NullMarked
package dev.gloss.inference.convert;

import org.jspecify.annotations.NullMarked;
