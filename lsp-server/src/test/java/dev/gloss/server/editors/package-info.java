/// Real editors, driven without a screen, speaking to a real server process with the embedded
/// model.
@NullMarked
package dev.gloss.server.editors;

import org.jspecify.annotations.NullMarked;
