/// Rules that the packages of prompts keep, as tests.
@NullMarked
package dev.gloss.prompts.house;

import org.jspecify.annotations.NullMarked;
