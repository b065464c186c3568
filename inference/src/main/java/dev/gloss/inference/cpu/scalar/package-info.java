/// The kernels in plain Java: the specification that every other implementation equals bit by bit,
/// and the fallback where the Vector API is missing.
///
/// Holds nothing that depends on the machine.
@NullMarked
package dev.gloss.inference.cpu.scalar;

import org.jspecify.annotations.NullMarked;
