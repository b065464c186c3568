/// What the tests of several packages share: golden fixtures and checks.
///
/// Holds no tests and nothing that only one package needs.
@NullMarked
package dev.gloss.inference.testing;

import org.jspecify.annotations.NullMarked;
