package dev.gloss.server.eval;

import dev.gloss.server.eval.HoverTruth.Meaning;
import dev.gloss.server.eval.HoverTruth.Use;
import dev.gloss.server.project.WorkspaceFiles;
import dev.gloss.server.symbols.MethodFacts;
import dev.gloss.server.symbols.SymbolCard;
import dev.gloss.server.symbols.Symbols;
import dev.gloss.server.work.Workers;
import dev.gloss.server.workspace.Document;
import dev.gloss.server.workspace.Documents;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import javax.lang.model.element.ElementKind;
import org.jspecify.annotations.Nullable;

/// Points at names in Java files, as hovers do, and compares what is shown with what the compiler
/// says of all files together.
public final class HoverEvaluation {
  private static final long PATIENCE_MILLIS = 60_000;

  private final long seed;
  private final List<Double> first = new ArrayList<>();
  private final List<Double> millis = new ArrayList<>();
  private final List<Double> resolved = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private int elsewhere;
  private int named;
  private int wrong;
  private int facts;
  private int factsTrue;

  /// @param seed by which places are chosen
  public HoverEvaluation(long seed) {
    this.seed = seed;
  }

  /// Points at places of one folder.
  ///
  /// @param folder the workspace
  /// @param files its Java files, by their URIs
  /// @param places how many
  /// @throws IOException if the compiler cannot read them
  public void run(Path folder, Map<URI, String> files, int places) throws IOException {
    Map<URI, String> sorted = new HashMap<>(files);
    List<Use> uses = new ArrayList<>(HoverTruth.of(sorted));
    uses.sort(
        Comparator.comparing((Use use) -> use.uri().toString()).thenComparingInt(Use::offset));
    Collections.shuffle(uses, new Random(seed));
    Documents documents = new Documents();
    WorkspaceFiles project = new WorkspaceFiles(Workers.ofThisMachine(), documents, path -> true);
    project.roots(List.of(folder));
    Symbols symbols = new Symbols(project);
    boolean all = project.await(PATIENCE_MILLIS);
    if (!all) {
      throw new IOException(folder + ": has too many files");
    }
    boolean isFirst = true;
    for (Use use : uses.subList(0, Math.min(places, uses.size()))) {
      String text = Objects.requireNonNull(files.get(use.uri()));
      Document document = new Document(use.uri().toString(), "java", 1, text);
      long start = System.nanoTime();
      Optional<SymbolCard> card = symbols.at(document, use.offset(), PATIENCE_MILLIS);
      (isFirst ? first : millis).add((System.nanoTime() - start) / 1e6);
      isFirst = false;
      judge(use, card.orElse(null), text);
    }
  }

  private void judge(Use use, @Nullable SymbolCard card, String text) {
    Meaning truth = use.meaning();
    boolean here = truth.uri() != null;
    if (here) {
      resolved.add(card == null ? 0.0 : 1.0);
    } else {
      elsewhere++;
      named += card == null ? 0 : 1;
    }
    if (card == null) {
      return;
    }
    if (!isRight(truth, card)) {
      wrong++;
      fault(use, text, "shows " + card.signature() + " of " + card.where());
    } else if (card.method() != null && truth.method() != null) {
      MethodFacts told = card.method();
      fact(use, text, "parameters", told.parameters().equals(truth.method().parameters()));
      fact(use, text, "returns", (told.returns() != null) == truth.method().returns());
      fact(use, text, "throws", told.declares().size() == truth.method().declares());
      if (told.recursive()) {
        fact(use, text, "recursion", truth.method().recursive());
      }
    }
  }

  private static boolean isRight(Meaning truth, SymbolCard card) {
    if (truth.uri() == null) {
      return card.where() == null
          && (truth.kind() == ElementKind.CONSTRUCTOR || card.name().equals(truth.name()));
    }
    return card.where() != null
        && card.where().start() == truth.start()
        && Path.of(URI.create(card.where().uri())).equals(Path.of(truth.uri()));
  }

  private void fact(Use use, String text, String what, boolean isTrue) {
    facts++;
    factsTrue += isTrue ? 1 : 0;
    if (!isTrue) {
      fault(use, text, what + " are others");
    }
  }

  private void fault(Use use, String text, String what) {
    long line = text.substring(0, use.offset()).lines().count();
    faults.add(
        "%s:%d %s: %s, meant is %s"
            .formatted(use.uri().getPath(), line, use.meaning().name(), what, use.meaning()));
  }

  /// What came of it.
  public HoverReport report() {
    double[] times = millis.stream().mapToDouble(Double::doubleValue).toArray();
    double[] shares = resolved.stream().mapToDouble(Double::doubleValue).toArray();
    return new HoverReport(
        resolved.size() + elsewhere,
        resolved.size(),
        (int) IntStream.range(0, shares.length).filter(i -> shares[i] > 0).count(),
        shares.length == 0 ? new Interval(0, 0, 0) : Interval.ofMean(shares).percent(),
        elsewhere,
        named,
        wrong,
        facts,
        factsTrue,
        first,
        Percentile.of(times, 0.5),
        Percentile.of(times, 0.95),
        faults);
  }
}
