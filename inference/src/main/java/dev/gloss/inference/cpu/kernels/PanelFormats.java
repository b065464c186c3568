package dev.gloss.inference.cpu.kernels;

import dev.gloss.inference.tensor.DType;
import java.util.List;

/// All formats of panels.
public final class PanelFormats {
  /// Float32.
  public static final F32Panels F32 = new F32Panels();

  /// Upper halves of float32.
  public static final Bf16Panels BF16 = new Bf16Panels();

  /// Binary16.
  public static final F16Panels F16 = new F16Panels();

  /// FP8 with a scale for each 128x128 block.
  public static final F8Panels F8 = new F8Panels();

  private static final List<PanelFormat> ALL = List.of(F32, BF16, F16, F8);

  private PanelFormats() {}

  /// The format of an element type.
  static PanelFormat of(DType dtype) {
    for (PanelFormat format : ALL) {
      if (format.dtype() == dtype) {
        return format;
      }
    }
    throw new IllegalStateException("no panels for " + dtype);
  }
}
