package dev.gloss.server.cli;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.engine.EngineOptions;
import dev.gloss.inference.engine.LocalEngine;
import dev.gloss.inference.engine.SyntheticEngine;
import dev.gloss.inference.synthetic.ModelShape;
import dev.gloss.inference.synthetic.WeightTypes;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// A model of random weights instead of one that lies somewhere.
final class ShapeOptions {
  private static final String USUAL_TYPE = "Q4_K_M";

  @Spec(Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--shape",
      paramLabel = "NAME",
      completionCandidates = Shapes.class,
      description = {
        "Random weights, drawn in memory, in the shape of a published model, instead of a",
        "model: ${COMPLETION-CANDIDATES}."
      })
  private @Nullable String shape;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      completionCandidates = Types.class,
      description = {
        "How the weights of --shape are stored (default: " + USUAL_TYPE + "):",
        "${COMPLETION-CANDIDATES}."
      })
  private @Nullable String type;

  @Option(
      names = "--layers",
      paramLabel = "N",
      description = "Only so many layers of --shape, the first ones.")
  private @Nullable Integer layers;

  /// The names that there are, for the help.
  static final class Shapes implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ModelShape.names().iterator();
    }
  }

  /// The types that there are, for the help.
  static final class Types implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return WeightTypes.names().iterator();
    }
  }

  /// Whether a shape was named.
  ///
  /// @throws ParameterException if something was said about one and none was named
  boolean isNamed() {
    if (shape == null && (type != null || layers != null)) {
      throw refuse("--type and --layers belong to --shape, which is missing");
    }
    return shape != null;
  }

  /// Opens an engine with the shape that was named; the caller closes it.
  ///
  /// @throws ParameterException if there is no such shape or type, or not so many layers
  /// @throws ModelException if it does not fit into memory
  LocalEngine open(EngineOptions options) {
    SyntheticEngine engine = new SyntheticEngine(shape(), types(), options);
    try {
      return engine.open();
    } catch (ModelException e) {
      int fit = engine.layersThatFit();
      String remedy =
          fit == 0 ? "not even one layer would fit" : "'--layers " + fit + "' would fit";
      throw new ModelException(e.getMessage() + "; " + remedy, e);
    }
  }

  private ModelShape shape() {
    try {
      ModelShape whole = ModelShape.named(Objects.requireNonNull(shape));
      return layers == null ? whole : whole.withLayers(layers);
    } catch (IllegalArgumentException e) {
      throw refuse("--shape: " + e.getMessage());
    }
  }

  private WeightTypes types() {
    try {
      return WeightTypes.named(type == null ? USUAL_TYPE : type);
    } catch (IllegalArgumentException e) {
      throw refuse("--type: " + e.getMessage());
    }
  }

  private ParameterException refuse(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
