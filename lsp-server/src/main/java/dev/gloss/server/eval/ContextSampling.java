package dev.gloss.server.eval;

import dev.gloss.inference.Engine;
import dev.gloss.inference.Prompt;
import dev.gloss.prompts.fim.FillInTheMiddle;
import dev.gloss.prompts.fim.FimForm;
import dev.gloss.prompts.fim.FimLayout;
import dev.gloss.prompts.packing.DocumentPacker;
import dev.gloss.prompts.packing.Quotation;
import dev.gloss.prompts.packing.Window;
import dev.gloss.server.retrieval.ContextQuery;
import dev.gloss.server.retrieval.Piece;
import dev.gloss.server.retrieval.PieceFeature;
import dev.gloss.server.workspace.Document;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Measures by how much likelier the missing line of a case becomes when a piece of another file is
/// quoted to the model, for each of the pieces that are found: what the weights of
/// [dev.gloss.server.retrieval.Ranker] are fitted to.
public final class ContextSampling {
  /// The likest: those that follow are chosen by the same weights.
  private static final int PIECES = 4;

  private static final int MOST_CHARACTERS = 2000;
  private static final String LINE_COMMENT = "//";

  private final Engine engine;
  private final Surprise surprise;
  private final FimLayout layout;
  private final DocumentPacker packer;
  private final IndexedProjects projects;
  private final int promptTokens;

  /// Says how surprising the last tokens of a text are.
  @FunctionalInterface
  public interface Surprise {

    /// `-ln p` of each token from one on, after all before it.
    double[] of(int[] ids, int from);
  }

  /// @param engine of the model
  /// @param surprise of the same model
  /// @param form of the prompts; null for the family's usual one
  /// @param promptTokens of the case's own file at most
  public ContextSampling(
      Engine engine,
      Surprise surprise,
      @Nullable FimForm form,
      IndexedProjects projects,
      int promptTokens) {
    this.engine = engine;
    this.surprise = surprise;
    this.layout = FillInTheMiddle.of(engine.tokenizer(), engine.model().hints()).layout(form);
    this.packer = new DocumentPacker(engine.tokenizer());
    this.projects = projects;
    this.promptTokens = promptTokens;
  }

  /// A sample for each piece that is found for a case of one line.
  ///
  /// @throws CaseFileException if the case or its project lacks something
  public List<ContextSample> of(FimCase fim) {
    String text = fim.prefix() + fim.suffix();
    Path file = projects.file(fim);
    Document document = new Document(file.toUri().toString(), "java", 1, text);
    ContextQuery query = ContextQuery.around(document, fim.prefix().length(), PIECES);
    Window window = packer.pack(text, fim.prefix().length(), promptTokens);
    double plain = surprise(window.prefix(), window.suffix(), fim.middle());
    List<ContextSample> samples = new ArrayList<>();
    for (Piece piece : projects.source(fim).find(query)) {
      Quotation.Excerpt excerpt =
          new Quotation.Excerpt(piece.name(), piece.firstLine(), piece.reason(), piece.text());
      String quoted = Quotation.of(List.of(excerpt), LINE_COMMENT, MOST_CHARACTERS).text();
      double with = surprise(quoted + window.prefix(), window.suffix(), fim.middle());
      samples.add(
          new ContextSample(
              fim.id(),
              Objects.requireNonNullElse(fim.library(), ""),
              piece.name() + ":" + piece.firstLine() + "-" + piece.lastLine(),
              features(piece, query.file()),
              plain - with,
              plain));
    }
    return samples;
  }

  private static Map<String, Double> features(Piece piece, @Nullable Path file) {
    Map<String, Double> features = new LinkedHashMap<>();
    for (PieceFeature feature : PieceFeature.values()) {
      features.put(feature.label(), feature.of(piece, file));
    }
    return features;
  }

  /// `-ln p` of a line, its end included.
  private double surprise(String prefix, String suffix, String middle) {
    int[] head = engine.tokenizer().encode(layout.prompt(prefix, suffix));
    String line = layout.opening(prefix) + middle.stripTrailing() + "\n";
    int[] tail = engine.tokenizer().encode(Prompt.of(new Prompt.Text(line)));
    int[] ids = new int[head.length + tail.length];
    System.arraycopy(head, 0, ids, 0, head.length);
    System.arraycopy(tail, 0, ids, head.length, tail.length);
    double sum = 0;
    for (double each : surprise.of(ids, head.length)) {
      sum += each;
    }
    return sum;
  }
}
