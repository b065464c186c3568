package dev.gloss.inference.cpu.machine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// What an emitted function is given: numbers of 64 bits, one behind the other in memory that `RDI`
/// points to, in the order of an enum's constants.
///
/// @param <E> names them
final class Arguments<E extends Enum<E>> {
  private final MemorySegment memory;

  /// @param names all of them
  /// @param room bytes behind them that the function may use
  /// @param arena owns the memory
  Arguments(Class<E> names, int room, Arena arena) {
    long bytes = (long) names.getEnumConstants().length * Long.BYTES;
    memory = arena.allocate(bytes + room, Long.BYTES);
  }

  /// Where the function finds one.
  static Address of(Enum<?> name) {
    return Address.of(Register.RDI, name.ordinal() * Long.BYTES);
  }

  /// Sets one for the next calls.
  void put(E name, long value) {
    memory.set(ValueLayout.JAVA_LONG, (long) name.ordinal() * Long.BYTES, value);
  }

  /// Calls a function with them.
  void call(MemorySegment function) {
    Functions.run(function, memory);
  }
}
