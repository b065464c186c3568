package dev.gloss.inference.cpu.machine;

import dev.gloss.inference.cpu.kernels.BlockPanels;
import dev.gloss.inference.tensor.DType;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/// The emitted functions of this process.
///
/// @throws IllegalStateException if the system does not let memory be executed
final class Functions {
  /// Calls the function at an address; a constant, so that the compiler knows it.
  private static final MethodHandle CALL =
      Linker.nativeLinker()
          .downcallHandle(
              FunctionDescriptor.ofVoid(ValueLayout.ADDRESS), Linker.Option.critical(false));

  private final InstructionSet instructions;
  private final Map<BlockPanels, MemorySegment> products = new ConcurrentHashMap<>();
  private final Map<DType, MemorySegment> wordProducts = new ConcurrentHashMap<>();
  private final MemorySegment rounding = ExecutableMemory.of(RoundingCode.write());
  private final Map<FloatProductCode.Form, MemorySegment> floatProducts =
      new EnumMap<>(FloatProductCode.Form.class);

  /// @param instructions that the processor has
  Functions(InstructionSet instructions) {
    this.instructions = instructions;
    for (FloatProductCode.Form form : FloatProductCode.Form.values()) {
      floatProducts.put(form, ExecutableMemory.of(FloatProductCode.of(form, instructions)));
    }
  }

  /// What they are written with.
  InstructionSet instructions() {
    return instructions;
  }

  /// The function of [ProductCode] for a format, made when it is first asked for.
  MemorySegment product(BlockPanels format) {
    MemorySegment known = products.get(format);
    return known == null
        ? products.computeIfAbsent(
            format, key -> ExecutableMemory.of(ProductCode.of(PanelCode.of(key), instructions)))
        : known;
  }

  /// The function of [WordProductCode] for a format, made when it is first asked for.
  MemorySegment wordProduct(DType dtype) {
    MemorySegment known = wordProducts.get(dtype);
    return known == null
        ? wordProducts.computeIfAbsent(
            dtype, key -> ExecutableMemory.of(WordProductCode.of(key, instructions)))
        : known;
  }

  /// The function of [RoundingCode].
  MemorySegment rounding() {
    return rounding;
  }

  /// The function of [FloatProductCode] of a form.
  MemorySegment floatProduct(FloatProductCode.Form form) {
    return Objects.requireNonNull(floatProducts.get(form));
  }

  /// Runs a function.
  ///
  /// @param arguments what it takes
  static void run(MemorySegment function, MemorySegment arguments) {
    try {
      CALL.invokeExact(function, arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("machine code throws nothing", e);
    }
  }
}
