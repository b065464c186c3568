/// The command line: `main`, its commands and the wiring of everything below.
///
/// The only package that writes to standard output, ends the process, or opens an engine; nothing
/// uses it.
@NullMarked
package dev.gloss.server.cli;

import org.jspecify.annotations.NullMarked;
