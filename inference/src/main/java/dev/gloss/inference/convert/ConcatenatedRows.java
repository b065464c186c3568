package dev.gloss.inference.convert;

import dev.gloss.inference.tensor.DType;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows of one after those of the other.
final class ConcatenatedRows implements Rows {

  private final List<Rows> parts;
  private final long[] ends;

  /// @param parts at least one, all with as many columns
  ConcatenatedRows(List<Rows> parts) {
    this.parts = List.copyOf(parts);
    this.ends = new long[parts.size()];
    long end = 0;
    for (int i = 0; i < ends.length; i++) {
      end += parts.get(i).count();
      ends[i] = end;
    }
  }

  @Override
  public int columns() {
    return parts.getFirst().columns();
  }

  @Override
  public long count() {
    return ends[ends.length - 1];
  }

  @Override
  public void read(long row, float[] to) {
    int part = part(row);
    parts.get(part).read(row - begin(part), to);
  }

  @Override
  public @Nullable DType storedAs() {
    DType first = parts.getFirst().storedAs();
    return parts.stream().allMatch(part -> part.storedAs() == first) ? first : null;
  }

  @Override
  public MemorySegment bytes(long row) {
    int part = part(row);
    return parts.get(part).bytes(row - begin(part));
  }

  private int part(long row) {
    int found = Arrays.binarySearch(ends, row + 1);
    return found >= 0 ? found : -found - 1;
  }

  private long begin(int part) {
    return part == 0 ? 0 : ends[part - 1];
  }
}
