/// Rules that the engine's packages keep, as tests.
@NullMarked
package dev.gloss.inference.house;

import org.jspecify.annotations.NullMarked;
