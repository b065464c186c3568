package dev.gloss.inference.cpu;

import dev.gloss.inference.cpu.kernels.CacheType;
import dev.gloss.inference.cpu.kernels.PageMatrix;
import dev.gloss.inference.model.AttentionSpec;
import dev.gloss.inference.model.GroupedQueryAttentionSpec;
import dev.gloss.inference.model.LatentAttentionSpec;
import java.util.List;

/// What lies in a layer's part of a page of the [KeyValueCache]. Offsets are in bytes, from where
/// that begins.
sealed interface PageLayout {

  /// That of a kind of attention.
  static PageLayout of(AttentionSpec spec, CacheType type) {
    return switch (spec) {
      case GroupedQueryAttentionSpec grouped -> KeysAndValues.of(grouped, type);
      case LatentAttentionSpec latent -> Latents.of(latent, type);
    };
  }

  /// One matrix of each kind.
  List<PageMatrix> kinds();

  /// Bytes of all of it.
  long byteSize();

  /// How its numbers are stored.
  default CacheType type() {
    return kinds().getFirst().type();
  }

  /// Bytes that the largest matrix takes as float32.
  default long widenedBytes() {
    return kinds().stream().mapToLong(PageMatrix::widenedBytes).max().orElseThrow();
  }

  /// Of each key-value head the keys with the channels outermost, then of each the values.
  ///
  /// @param heads heads of key and value
  /// @param keys of one head
  /// @param values of one head
  record KeysAndValues(int heads, PageMatrix keys, PageMatrix values) implements PageLayout {

    static KeysAndValues of(GroupedQueryAttentionSpec spec, CacheType type) {
      return new KeysAndValues(
          spec.numKeyValueHeads(),
          new PageMatrix(type, spec.headDim(), true),
          new PageMatrix(type, spec.headDim(), false));
    }

    /// Where a head's keys begin.
    long keysOffset(int head) {
      return head * keys.byteSize();
    }

    /// Where a head's values begin.
    long valuesOffset(int head) {
      return heads * keys.byteSize() + head * values.byteSize();
    }

    @Override
    public List<PageMatrix> kinds() {
      return List.of(keys, values);
    }

    @Override
    public long byteSize() {
      return heads * (keys.byteSize() + values.byteSize());
    }
  }

  /// Of each token the normed latent and the rotated key (DeepSeek-V2, section 2.1.2).
  ///
  /// @param latents of all tokens
  record Latents(PageMatrix latents) implements PageLayout {

    static Latents of(LatentAttentionSpec spec, CacheType type) {
      return new Latents(new PageMatrix(type, spec.cacheWidth(), false));
    }

    @Override
    public List<PageMatrix> kinds() {
      return List.of(latents);
    }

    @Override
    public long byteSize() {
      return latents.byteSize();
    }
  }
}
