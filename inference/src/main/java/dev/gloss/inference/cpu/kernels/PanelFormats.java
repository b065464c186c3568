package dev.gloss.inference.cpu.kernels;

import dev.gloss.inference.tensor.DType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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

  /// 4 bits and a scale.
  public static final Q40Panels Q4_0 = new Q40Panels();

  /// 4 bits, a scale and a minimum.
  public static final Q41Panels Q4_1 = new Q41Panels();

  /// 5 bits and a scale.
  public static final Q50Panels Q5_0 = new Q50Panels();

  /// 5 bits, a scale and a minimum.
  public static final Q51Panels Q5_1 = new Q51Panels();

  /// 8 bits and a scale.
  public static final Q80Panels Q8_0 = new Q80Panels();

  /// 4 bits, scales and minima of 6 bits.
  public static final Q4KPanels Q4_K = new Q4KPanels();

  /// 5 bits, scales and minima of 6 bits.
  public static final Q5KPanels Q5_K = new Q5KPanels();

  /// 6 bits, scales of 8 bits.
  public static final Q6KPanels Q6_K = new Q6KPanels();

  private static final Map<DType, PanelFormat> ALL = new EnumMap<>(DType.class);

  static {
    List<PanelFormat> own =
        List.of(F32, BF16, F16, F8, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q4_K, Q5_K, Q6_K);
    for (PanelFormat format : own) {
      ALL.put(format.dtype(), format);
    }
    for (DType dtype : DType.values()) {
      ALL.putIfAbsent(dtype, new StoredPanels(dtype));
    }
  }

  private PanelFormats() {}

  /// Whether products with an element type have loops of their own; others are computed number by
  /// number, many times slower.
  public static boolean hasLoops(DType dtype) {
    return !(of(dtype) instanceof StoredPanels);
  }

  /// The format of an element type; for one without loops of its own the weights as stored.
  static PanelFormat of(DType dtype) {
    return Objects.requireNonNull(ALL.get(dtype));
  }
}
