package dev.gloss.inference.cpu;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// Native memory that is zero and takes no room before it is used.
///
/// An arena writes zeros to what it allocates, which makes the system find memory for all of it at
/// once. The C library's `calloc` asks the system for fresh pages instead, which are zero anyway
/// and are found one by one as they are touched; so a cache may be made for the longest context,
/// and costs what is kept in it.
final class LazyMemory {
  private static final Logger LOG = System.getLogger(LazyMemory.class.getName());

  private LazyMemory() {}

  /// Allocates memory.
  ///
  /// @param arena owns it
  /// @param alignment a power of two
  /// @return `bytes` zero bytes
  /// @throws OutOfMemoryError if the system refuses
  static MemorySegment allocate(Arena arena, long bytes, long alignment) {
    Functions functions = Functions.FOUND;
    if (functions == null || arena instanceof CountingArena) {
      return arena.allocate(bytes, alignment);
    }
    MemorySegment all = functions.allocate(arena, Math.addExact(bytes, alignment));
    long skipped = -all.address() & alignment - 1;
    return all.asSlice(skipped, bytes);
  }

  /// The C library's functions.
  private record Functions(MethodHandle calloc, MethodHandle free) {
    static final @Nullable Functions FOUND = find();

    private static @Nullable Functions find() {
      try {
        Linker linker = Linker.nativeLinker();
        SymbolLookup library = linker.defaultLookup();
        FunctionDescriptor calloc =
            FunctionDescriptor.of(
                ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);
        FunctionDescriptor free = FunctionDescriptor.ofVoid(ValueLayout.ADDRESS);
        return new Functions(
            linker.downcallHandle(library.findOrThrow("calloc"), calloc),
            linker.downcallHandle(library.findOrThrow("free"), free));
      } catch (RuntimeException | LinkageError e) {
        // Native access is not allowed, or the library is unlike all known ones.
        LOG.log(Level.WARNING, "memory of caches is taken at once: " + e.getMessage());
        return null;
      }
    }

    MemorySegment allocate(Arena arena, long bytes) {
      MemorySegment start = (MemorySegment) call(() -> calloc.invoke(1L, bytes));
      if (start.address() == 0) {
        throw new OutOfMemoryError("the system has no " + bytes + " bytes of memory to give");
      }
      try {
        return start.reinterpret(bytes, arena, this::release);
      } catch (RuntimeException | Error e) {
        release(start);
        throw e;
      }
    }

    private void release(MemorySegment segment) {
      call(
          () -> {
            free.invoke(segment);
            return segment;
          });
    }

    private static Object call(Call function) {
      try {
        return function.run();
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }

    private interface Call {
      Object run() throws Throwable;
    }
  }
}
