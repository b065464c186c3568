package dev.gloss.server.assist;

import dev.gloss.prompts.completion.Lexicon;
import dev.gloss.prompts.packing.Quotation;
import dev.gloss.prompts.packing.Quotation.Excerpt;
import dev.gloss.server.retrieval.ContextQuery;
import dev.gloss.server.retrieval.ContextSource;
import dev.gloss.server.retrieval.Piece;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Code of other files for the prompts of one editor's documents.
///
/// What is quoted stands before the code that somebody types, so that the model reads all of that
/// anew when it changes. So it stays as it is while somebody types; it is looked for while somebody
/// rests ([#look]), and what is found is wanted from the next prompt on that has it read: until
/// then, and where it is hardly better, what is quoted stays. Safe for use by many threads.
public final class OtherCode {
  /// Nothing of other files.
  public static final OtherCode NONE = new OtherCode(() -> query -> List.of());

  /// Characters of code that are quoted at most.
  private static final int MOST_CHARACTERS = 2000;

  private static final int MOST_PIECES = 12;

  /// What is quoted stays as long as it is worth that much of what could be.
  private static final double WORTH_KEEPING = 0.75;

  /// A piece is left out if so much of it stands around the place already.
  private static final double MOSTLY = 0.6;

  /// Shorter lines stand everywhere.
  private static final int TELLING_CHARACTERS = 12;

  private static final int NEAR_CHARACTERS = 20_000;
  private static final int MOST_DOCUMENTS = 16;

  private final Supplier<ContextSource> source;

  /// By document, the one that was looked at longest ago first. Guarded by this.
  private final Map<String, Quoted> documents = new LinkedHashMap<>(16, 0.75f, true);

  /// What is quoted to a document's prompts, and what is to be.
  ///
  /// @param current in the prompts now
  /// @param next what was found last
  private record Quoted(Found current, Found next) {
    private static final Quoted NOTHING = new Quoted(Found.NOTHING, Found.NOTHING);
  }

  /// What was found for a place.
  private record Found(List<Piece> pieces, Quotation quotation) {
    private static final Found NOTHING = new Found(List.of(), Quotation.NONE);

    /// Those that there was room for.
    List<Piece> quoted() {
      return pieces.subList(0, quotation.excerpts().size());
    }
  }

  /// @param source finds it; asked for each time, since it may be another later
  public OtherCode(Supplier<ContextSource> source) {
    this.source = source;
  }

  /// What may be quoted to a prompt for a place in a document, the most wanted first, and nothing
  /// last.
  List<Quotation> choices(String uri) {
    Quoted quoted = readable(uri);
    // Where nothing helps any more, that is no reason to have all read anew: nothing comes last.
    Stream<Quotation> some =
        Stream.of(quoted.next().quotation(), quoted.current().quotation())
            .filter(choice -> !choice.isEmpty())
            .distinct();
    return Stream.concat(some, Stream.of(Quotation.NONE)).toList();
  }

  /// Prompts quote this from now on.
  synchronized void quoted(String uri, Quotation quotation) {
    Quoted quoted = documents.get(uri);
    if (quoted != null && quotation.equals(quoted.next().quotation())) {
      documents.put(uri, new Quoted(quoted.next(), quoted.next()));
    }
  }

  private synchronized Quoted quoted(String uri) {
    return documents.getOrDefault(uri, Quoted.NOTHING);
  }

  /// What is quoted, and is to be, without what may not be read any more.
  private Quoted readable(String uri) {
    Quoted quoted = quoted(uri);
    if (quoted == Quoted.NOTHING) {
      return quoted;
    }
    Quoted readable = new Quoted(readable(quoted.current()), readable(quoted.next()));
    if (!readable.equals(quoted)) {
      synchronized (this) {
        documents.replace(uri, quoted, readable);
      }
    }
    return readable;
  }

  private Found readable(Found found) {
    ContextSource now = source.get();
    return found.quoted().stream().allMatch(piece -> now.mayRead(piece.path()))
        ? found
        : Found.NOTHING;
  }

  /// Looks for what helps at a place. Takes some milliseconds.
  ///
  /// @return what is wanted in prompts from now on
  Quotation look(CompletionQuery query) {
    List<String> comments = Lexicon.of(query.languageId()).lineComments();
    if (comments.isEmpty()) {
      return Quotation.NONE;
    }
    List<Piece> pieces =
        withoutRepeats(
            source.get().find(ContextQuery.around(query.document(), query.cursor(), MOST_PIECES)),
            query);
    List<Excerpt> excerpts =
        pieces.stream()
            .map(
                piece -> new Excerpt(piece.name(), piece.firstLine(), piece.reason(), piece.text()))
            .toList();
    Found found = new Found(pieces, Quotation.of(excerpts, comments.getFirst(), MOST_CHARACTERS));
    Quoted quoted = readable(query.uri());
    synchronized (this) {
      Found next = isWorthKeeping(quoted.current(), found) ? quoted.current() : found;
      documents.put(query.uri(), new Quoted(quoted.current(), next));
      if (documents.size() > MOST_DOCUMENTS) {
        documents.remove(documents.keySet().iterator().next());
      }
      return next.quotation();
    }
  }

  /// Whether what is quoted is about as good for the place as what was found for it.
  private static boolean isWorthKeeping(Found current, Found found) {
    double best = 0;
    double kept = 0;
    for (Piece piece : found.quoted()) {
      best += piece.score();
    }
    for (Piece piece : found.pieces()) {
      kept +=
          current.quoted().stream().anyMatch(other -> isAlike(piece, other)) ? piece.score() : 0;
    }
    return !current.quotation().isEmpty() && kept >= WORTH_KEEPING * best;
  }

  /// Whether two pieces of a file say the same where they overlap, in the file as it is now and as
  /// it was.
  private static boolean isAlike(Piece now, Piece before) {
    int first = Math.max(now.firstLine(), before.firstLine());
    int end = Math.min(now.lastLine(), before.lastLine()) + 1;
    return now.path().equals(before.path())
        && first < end
        && lines(now, first, end).equals(lines(before, first, end));
  }

  private static List<String> lines(Piece piece, int first, int end) {
    return piece.text().lines().skip(first - piece.firstLine()).limit(end - first).toList();
  }

  private static List<Piece> withoutRepeats(List<Piece> pieces, CompletionQuery query) {
    if (pieces.isEmpty()) {
      return pieces; // Also where nobody wants any, at each key.
    }
    Set<String> near = near(query);
    List<Piece> others = new ArrayList<>();
    for (Piece piece : pieces) {
      List<String> telling = telling(piece.text());
      long known = telling.stream().filter(near::contains).count();
      if (known <= MOSTLY * telling.size() && !telling.isEmpty()) {
        others.add(piece);
      }
    }
    return others;
  }

  private static Set<String> near(CompletionQuery query) {
    String text = query.text();
    int start = Math.max(0, query.cursor() - NEAR_CHARACTERS);
    int end = Math.min(text.length(), query.cursor() + NEAR_CHARACTERS);
    return new HashSet<>(telling(text.substring(start, end)));
  }

  private static List<String> telling(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> line.length() >= TELLING_CHARACTERS)
        .toList();
  }
}
