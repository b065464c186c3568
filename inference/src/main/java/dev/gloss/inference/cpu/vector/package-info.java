/// The kernels with the Vector API, equal bit by bit to the plain ones at every vector width.
///
/// The only user of `jdk.incubator.vector`. Hot methods call the API directly: after some thirty
/// calls the compiler stops inlining methods of ours that take or return vectors, and boxes them.
@NullMarked
package dev.gloss.inference.cpu.vector;

import org.jspecify.annotations.NullMarked;
