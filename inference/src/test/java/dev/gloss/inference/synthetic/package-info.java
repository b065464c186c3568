/// Tests of models of random weights.
@NullMarked
package dev.gloss.inference.synthetic;

import org.jspecify.annotations.NullMarked;
