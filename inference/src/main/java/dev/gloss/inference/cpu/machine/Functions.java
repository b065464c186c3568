package dev.gloss.inference.cpu.machine;

import dev.gloss.inference.cpu.kernels.BlockPanels;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The emitted functions of this process, one for each format, made when they are first asked for.
final class Functions {
  private final Map<BlockPanels, MethodHandle> functions = new ConcurrentHashMap<>();

  /// The function of a format.
  ///
  /// @throws IllegalStateException if the system does not let memory be executed
  MethodHandle of(BlockPanels format) {
    MethodHandle known = functions.get(format);
    return known == null ? functions.computeIfAbsent(format, Functions::emit) : known;
  }

  private static MethodHandle emit(BlockPanels format) {
    MemorySegment code = ExecutableMemory.of(ProductCode.of(PanelCode.of(format)));
    return Linker.nativeLinker()
        .downcallHandle(
            code, FunctionDescriptor.ofVoid(ValueLayout.ADDRESS), Linker.Option.critical(false));
  }

  /// Runs a function.
  static void run(MethodHandle function, MemorySegment call) {
    try {
      function.invokeExact(call);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("machine code throws nothing", e);
    }
  }
}
