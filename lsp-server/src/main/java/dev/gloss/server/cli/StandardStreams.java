package dev.gloss.server.cli;

import java.io.InputStream;
import java.io.PrintStream;

/// The process's own streams, for the commands that speak a protocol over them.
///
/// @param in standard input
/// @param out standard output, before it was taken away from everybody else
record StandardStreams(InputStream in, PrintStream out) {}
