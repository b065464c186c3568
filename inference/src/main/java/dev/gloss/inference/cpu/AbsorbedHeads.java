package dev.gloss.inference.cpu;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.model.LatentAttentionSpec;
import dev.gloss.inference.model.LatentAttentionWeights.FusedKeyValueUp;
import dev.gloss.inference.model.LatentAttentionWeights.KeyValueUp;
import dev.gloss.inference.model.LatentAttentionWeights.SplitKeyValueUp;
import dev.gloss.inference.tensor.Decoder;
import dev.gloss.inference.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;

/// `kv_b_proj` taken apart by head, so that keys and values never need to be expanded (DeepSeek-V2,
/// section 2.1.2): one part is absorbed by the query, the other by the output.
///
/// @param keyUp by head W_UK transposed, `[kv_lora_rank, qk_nope_head_dim]`
/// @param valueUp by head W_UV, `[v_head_dim, kv_lora_rank]`
record AbsorbedHeads(List<PackedMatrix> keyUp, List<PackedMatrix> valueUp) {

  /// Repacks what makes keys and values in one layer.
  static AbsorbedHeads of(KeyValueUp up, LatentAttentionSpec spec, Resources resources) {
    return switch (up) {
      case FusedKeyValueUp fused -> takenApart(fused.kvBProj(), spec, resources);
      case SplitKeyValueUp split ->
          new AbsorbedHeads(
              split.kB().stream().map(resources::pack).toList(),
              split.vB().stream().map(resources::pack).toList());
    };
  }

  private static AbsorbedHeads takenApart(
      Matrix kvBProj, LatentAttentionSpec spec, Resources resources) {
    int nope = spec.qkNopeHeadDim();
    int value = spec.vHeadDim();
    int rank = spec.kvLoraRank();
    List<PackedMatrix> keyUp = new ArrayList<>();
    List<PackedMatrix> valueUp = new ArrayList<>();
    float[][] head = new float[nope + value][rank];
    for (int h = 0; h < spec.numAttentionHeads(); h++) {
      for (int row = 0; row < head.length && resources.packs(); row++) {
        Decoder.row(kvBProj, h * head.length + row, head[row]);
      }
      String name = kvBProj.weight().name() + " head " + h;
      keyUp.add(resources.pack(name + " keys", rank, nope, (row, column) -> head[column][row]));
      valueUp.add(
          resources.pack(name + " values", value, rank, (row, column) -> head[nope + row][column]));
    }
    resources.release(kvBProj);
    return new AbsorbedHeads(keyUp, valueUp);
  }
}
