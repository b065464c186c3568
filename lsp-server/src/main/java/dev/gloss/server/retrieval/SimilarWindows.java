package dev.gloss.server.retrieval;

import dev.gloss.server.project.WorkspaceFiles;
import dev.gloss.server.work.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermStates;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;

/// The windows of other files that have most in common with a place, one a file at most: of the
/// room in a prompt, more files make better use than more lines of one.
///
/// The index says in which files they are. The windows themselves are chosen in the files as they
/// are now, so that a file which changed since is cut where it is alike today.
final class SimilarWindows {
  /// Terms whose rarity is looked up at most: those that weigh most.
  private static final int MOST_LOOKED_UP = 40;

  /// Terms that are looked for at most: those that tell most.
  private static final int MOST_TERMS = 20;

  /// A word of an identifier tells less than all of it.
  private static final double WEIGHT_OF_WORDS = 0.3;

  /// What stands in more of the windows tells nothing.
  private static final double MOST_COMMON = 0.1;

  /// Few windows say nothing of what is common.
  private static final int FEW_WINDOWS = 1000;

  /// Files that are read for each piece that is wanted.
  private static final int FILES_FOR_A_PIECE = 2;

  /// Windows of a file that may stand before those of others.
  private static final int WINDOWS_OF_A_FILE = 4;

  private static final int MOST_WINDOWS = 4000;

  /// How much each term of a window counts against it.
  private static final double COST_OF_TERM = 0.4;

  private static final int NAMED_IN_REASON = 3;

  private final WorkspaceFiles files;
  private final WindowCache cache;

  /// Is told of files that the index does not know as they are.
  private final Consumer<Path> stale;

  private final Predicate<Path> admits;

  /// A term of the place.
  ///
  /// @param spelled as it stands there
  /// @param weight how much it counts there
  private record Name(String term, String spelled, double weight) {}

  /// A term that is looked for.
  ///
  /// @param worth its weight, and how rare it is
  private record Wish(Name name, double worth, TermStates states) {
    String term() {
      return name.term();
    }
  }

  SimilarWindows(WorkspaceFiles files, Predicate<Path> admits, Consumer<Path> stale) {
    this.files = files;
    this.cache = new WindowCache(files);
    this.admits = admits;
    this.stale = stale;
  }

  /// The pieces, the best first.
  List<Piece> find(IndexSearcher searcher, ContextQuery query) throws IOException {
    List<Wish> wishes = wishes(searcher, query.identifiers());
    List<Piece> pieces = new ArrayList<>();
    for (Path path : paths(searcher, wishes, query)) {
      Workers.poll();
      piece(path, wishes).ifPresent(pieces::add);
    }
    return pieces.stream()
        .sorted(Comparator.comparingDouble(Piece::score).reversed().thenComparing(Piece::name))
        .limit(query.limit())
        .toList();
  }

  /// What tells most of the place. Only what weighs most there is looked up: that takes time.
  private static List<Wish> wishes(IndexSearcher searcher, Map<String, Double> identifiers)
      throws IOException {
    Map<String, Name> names = new HashMap<>();
    identifiers.forEach(
        (name, weight) -> {
          put(name, weight, names);
          Identifiers.words(
              name, (from, to) -> put(name.substring(from, to), weight * WEIGHT_OF_WORDS, names));
        });
    List<Wish> wishes = new ArrayList<>();
    for (Name name :
        names.values().stream()
            .sorted(Comparator.comparingDouble(Name::weight).reversed().thenComparing(Name::term))
            .limit(MOST_LOOKED_UP)
            .toList()) {
      wish(searcher, name).ifPresent(wishes::add);
    }
    return wishes.stream()
        .sorted(Comparator.comparingDouble(Wish::worth).reversed().thenComparing(Wish::term))
        .limit(MOST_TERMS)
        .toList();
  }

  private static void put(String spelled, double weight, Map<String, Name> names) {
    Name name = new Name(FileWindows.term(spelled), spelled, weight);
    names.merge(name.term(), name, (a, b) -> b.weight() > a.weight() ? b : a);
  }

  /// Empty for what stands nowhere else, or nearly everywhere.
  private static Optional<Wish> wish(IndexSearcher searcher, Name name) throws IOException {
    TermStates states = TermStates.build(searcher, new Term(IndexStore.TERMS, name.term()), true);
    int windows = searcher.getIndexReader().maxDoc();
    int with = states.docFreq();
    if (with == 0 || windows >= FEW_WINDOWS && with >= windows * MOST_COMMON) {
      return Optional.empty();
    }
    double rarity = Math.log(1 + (windows - with + 0.5) / (with + 0.5));
    return Optional.of(new Wish(name, name.weight() * rarity, states));
  }

  /// The files with the best windows, the best first.
  private static Set<Path> paths(IndexSearcher searcher, List<Wish> wishes, ContextQuery query)
      throws IOException {
    if (wishes.isEmpty() || query.limit() < 1) {
      return Set.of();
    }
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    for (Wish wish : wishes) {
      any.add(
          new BoostQuery(
              new TermQuery(new Term(IndexStore.TERMS, wish.term()), wish.states()),
              (float) wish.name().weight()),
          BooleanClause.Occur.SHOULD);
    }
    if (query.file() != null) {
      any.add(
          new TermQuery(new Term(IndexStore.PATH, query.file().toString())),
          BooleanClause.Occur.MUST_NOT);
    }
    int wanted = query.limit() * FILES_FOR_A_PIECE;
    for (int windows = wanted * WINDOWS_OF_A_FILE; ; windows *= 4) {
      ScoreDoc[] found = searcher.search(any.build(), Math.min(windows, MOST_WINDOWS)).scoreDocs;
      Set<Path> paths = new LinkedHashSet<>();
      for (int i = 0; i < found.length && paths.size() < wanted; i++) {
        Path path = Path.of(path(searcher, found[i].doc));
        if (!query.exclude().test(path)) {
          paths.add(path);
        }
      }
      if (paths.size() >= Math.min(wanted, query.limit())
          || found.length < windows
          || windows >= MOST_WINDOWS) {
        return paths;
      }
      Workers.poll();
    }
  }

  private static String path(IndexSearcher searcher, int doc) throws IOException {
    List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(doc, leaves));
    SortedDocValues paths = DocValues.getSorted(leaf.reader(), IndexStore.PATH);
    return paths.advanceExact(doc - leaf.docBase)
        ? paths.lookupOrd(paths.ordValue()).utf8ToString()
        : "";
  }

  /// The best lines of a file, if it may be read and has some still.
  private Optional<Piece> piece(Path path, List<Wish> wishes) {
    FileWindows windows = Optional.of(path).filter(admits).flatMap(cache::of).orElse(null);
    if (windows == null) {
      stale.accept(path);
      return Optional.empty();
    }
    Map<String, Wish> byTerm = wishes.stream().collect(Collectors.toMap(Wish::term, wish -> wish));
    double[] scores = new double[windows.count()];
    int best = 0;
    for (int window = 0; window < scores.length; window++) {
      scores[window] = score(windows, window, byTerm);
      best = scores[window] > scores[best] ? window : best;
    }
    if (scores.length == 0 || scores[best] == 0) {
      stale.accept(path);
      return Optional.empty();
    }
    return Optional.of(piece(path, windows, best, scores[best], byTerm));
  }

  private Piece piece(
      Path path, FileWindows windows, int best, double score, Map<String, Wish> wishes) {
    int from = FileWindows.firstLine(best);
    int to = Math.min(windows.lineCount(), from + FileWindows.LINES);
    while (from + 1 < to && windows.isBlank(from)) {
      from++;
    }
    while (from + 1 < to && windows.isBlank(to - 1)) {
      to--;
    }
    return new Piece(
        path,
        files.nameOf(path),
        from + 1,
        to,
        windows.text(from, to),
        score,
        reason(windows, from, to, wishes));
  }

  private static double score(FileWindows windows, int window, Map<String, Wish> wishes) {
    int[] terms = windows.terms(window);
    double shared = 0;
    for (int term : terms) {
      Wish wish = wishes.get(windows.term(term));
      shared += wish == null ? 0 : wish.worth();
    }
    double all = wishes.values().stream().mapToDouble(Wish::worth).sum();
    return shared / (all + COST_OF_TERM * terms.length);
  }

  private static String reason(FileWindows windows, int from, int to, Map<String, Wish> wishes) {
    List<Wish> shared = new ArrayList<>();
    for (int term : windows.terms(from, to)) {
      Wish wish = wishes.get(windows.term(term));
      if (wish != null) {
        shared.add(wish);
      }
    }
    return shared.stream()
        .sorted(Comparator.comparingDouble(Wish::worth).reversed())
        .limit(NAMED_IN_REASON)
        .map(wish -> wish.name().spelled())
        .collect(Collectors.joining(", ", "similar: ", ""));
  }
}
