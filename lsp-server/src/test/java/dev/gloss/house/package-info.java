/// Rules that the whole house keeps, as tests: formatting, packages and who may know whom.
@NullMarked
package dev.gloss.house;

import org.jspecify.annotations.NullMarked;
