package dev.gloss.inference.cpu.machine;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Puts machine code where it can be run, by the system calls of Linux.
///
/// Memory is written first and made executable then; it is never both. It stays for as long as the
/// process.
final class ExecutableMemory {
  private static final int PROT_READ = 1;
  private static final int PROT_WRITE = 2;
  private static final int PROT_EXEC = 4;
  private static final int MAP_PRIVATE_ANONYMOUS = 0x22;
  private static final long MAP_FAILED = -1;

  private static final Linker LINKER = Linker.nativeLinker();

  private ExecutableMemory() {}

  /// Copies code to memory that can be run.
  ///
  /// @throws IllegalStateException if the system does not allow it
  static MemorySegment of(byte[] code) {
    try {
      MemorySegment memory =
          (MemorySegment)
              function(
                      "mmap",
                      FunctionDescriptor.of(
                          ValueLayout.ADDRESS,
                          ValueLayout.ADDRESS,
                          ValueLayout.JAVA_LONG,
                          ValueLayout.JAVA_INT,
                          ValueLayout.JAVA_INT,
                          ValueLayout.JAVA_INT,
                          ValueLayout.JAVA_LONG))
                  .invokeExact(
                      MemorySegment.NULL,
                      (long) code.length,
                      PROT_READ | PROT_WRITE,
                      MAP_PRIVATE_ANONYMOUS,
                      -1,
                      0L);
      if (memory.address() == MAP_FAILED) {
        throw new IllegalStateException("the system gives no memory for machine code");
      }
      MemorySegment whole = memory.reinterpret(code.length);
      MemorySegment.copy(code, 0, whole, ValueLayout.JAVA_BYTE, 0, code.length);
      int refused =
          (int)
              function(
                      "mprotect",
                      FunctionDescriptor.of(
                          ValueLayout.JAVA_INT,
                          ValueLayout.ADDRESS,
                          ValueLayout.JAVA_LONG,
                          ValueLayout.JAVA_INT))
                  .invokeExact(whole, (long) code.length, PROT_READ | PROT_EXEC);
      if (refused != 0) {
        throw new IllegalStateException("the system does not let memory be executed");
      }
      return whole;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("machine code cannot be placed", e);
    }
  }

  private static MethodHandle function(String name, FunctionDescriptor descriptor) {
    SymbolLookup lookup = LINKER.defaultLookup();
    return LINKER.downcallHandle(lookup.findOrThrow(name), descriptor);
  }
}
