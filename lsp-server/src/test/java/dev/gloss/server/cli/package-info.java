/// Tests of the command line, run as a user runs it: words in, streams and an exit status out.
@NullMarked
package dev.gloss.server.cli;

import org.jspecify.annotations.NullMarked;
