/// The process a person starts: language server, web side and command line.
///
/// Only its sub-packages hold code.
@NullMarked
package dev.gloss.server;

import org.jspecify.annotations.NullMarked;
