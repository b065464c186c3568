/// What several tests of the server need.
@NullMarked
package dev.gloss.server.testing;

import org.jspecify.annotations.NullMarked;
