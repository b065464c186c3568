package dev.gloss.inference.synthetic;

import dev.gloss.inference.checkpoint.TensorSource;
import dev.gloss.inference.synthetic.WeightTypes.Role;
import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Answers a model's wishes for tensors, which go by the names of Hugging Face's layout, with
/// random ones.
final class WeightSource implements TensorSource {
  private static final Pattern LAYER = Pattern.compile("model\\.layers\\.(\\d+)\\..*");

  private final ModelShape shape;
  private final WeightTypes types;
  private final RandomWeights random;

  WeightSource(ModelShape shape, WeightTypes types, RandomWeights random) {
    this.shape = shape;
    this.types = types;
    this.random = random;
  }

  @Override
  public boolean has(String name) {
    return false;
  }

  /// Norms are 1, biases 0.
  @Override
  public Tensor vector(String name, int length) {
    return random.vector(name, length, name.endsWith("norm.weight") ? 1 : 0);
  }

  @Override
  public Matrix matrix(String name, int outFeatures, int inFeatures) {
    int layers = shape.config().numHiddenLayers();
    var type = types.of(role(name), layer(name), layers, inFeatures);
    return random.matrix(name, type, outFeatures, inFeatures);
  }

  @Override
  public List<Matrix> matrices(String name, int count, int outFeatures, int inFeatures) {
    List<Matrix> matrices = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      matrices.add(matrix(name, outFeatures, inFeatures));
    }
    return matrices;
  }

  private Role role(String name) {
    if (name.endsWith("lm_head.weight")) {
      return Role.HEAD;
    }
    if (name.endsWith("embed_tokens.weight")) {
      return shape.config().tieWordEmbeddings() ? Role.HEAD : Role.EMBEDDING;
    }
    if (name.endsWith(".mlp.gate.weight")) {
      return Role.ROUTER;
    }
    return name.endsWith("v_proj.weight") || name.endsWith("down_proj.weight")
        ? Role.SENSITIVE
        : Role.OTHER;
  }

  private static int layer(String name) {
    Matcher matcher = LAYER.matcher(name);
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
  }
}
