/// What `gloss doctor` looks at: one class a check.
///
/// A check only looks; it changes nothing and never throws.
@NullMarked
package dev.gloss.server.cli.doctor;

import org.jspecify.annotations.NullMarked;
