package dev.gloss.inference.schedule;

import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.Interjection;
import dev.gloss.inference.Priority;
import dev.gloss.inference.cache.Contents;
import dev.gloss.inference.cache.PageTable;
import dev.gloss.inference.decode.LogitProcessor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One request's tokens and how far the model has read them.
///
/// Owned by the engine loop's thread, but for the wish to cancel.
final class Sequence implements Comparable<Sequence> {
  /// No token, as [dev.gloss.inference.GenerationEvent.Token#rejectedDraft()] has it.
  static final int NO_DRAFT = -1;

  private final GenerationRequest request;
  private final long arrival;
  private final List<LogitProcessor> processors;
  private final SequenceReport report;
  private final int promptLength;
  private final int[] tokens;
  private final @Nullable InterjectionWatch interjection;
  private int limit;
  private int length;
  private int computed;
  private int filled;
  private int drafted;
  private @Nullable Contents contents;
  private @Nullable PageTable table;
  private volatile boolean cancelled;

  /// @param arrival later requests have larger numbers
  /// @param prompt the prompt's tokens
  /// @param interjected tokens of the request's interjection, none if it has none
  /// @param context tokens a sequence may have
  Sequence(
      GenerationRequest request,
      long arrival,
      int[] prompt,
      int[] interjected,
      int context,
      List<LogitProcessor> processors,
      SequenceReport report) {
    this.request = request;
    this.arrival = arrival;
    this.processors = processors;
    this.report = report;
    promptLength = prompt.length;
    limit = (int) Math.min(context, (long) prompt.length + request.maxTokens());
    tokens = Arrays.copyOf(prompt, Math.max(limit, prompt.length));
    length = prompt.length;
    Interjection wanted = request.interjection();
    interjection =
        wanted == null ? null : new InterjectionWatch(wanted, interjected, limit - promptLength);
  }

  GenerationRequest request() {
    return request;
  }

  Priority priority() {
    return request.priority();
  }

  List<LogitProcessor> processors() {
    return processors;
  }

  SequenceReport report() {
    return report;
  }

  /// The tokens known so far, in the first [#length()] places. Not a copy.
  int[] tokens() {
    return tokens;
  }

  /// Tokens known so far.
  int length() {
    return length;
  }

  /// Tokens the sequence may have in the end.
  int limit() {
    return limit;
  }

  int promptLength() {
    return promptLength;
  }

  int generated() {
    return length - promptLength;
  }

  /// Tokens that may still be generated.
  int room() {
    return limit - length;
  }

  /// Known tokens the main model has not read yet; 1 while decoding.
  int pending() {
    return length - computed;
  }

  /// Positions whose main entries are written.
  int computed() {
    return computed;
  }

  /// First positions whose entries are complete, see [Contents].
  int filled() {
    return filled;
  }

  /// What its pages hold or will hold, null while nobody has decided.
  @Nullable Contents contents() {
    return contents;
  }

  /// Decides what its pages will hold.
  void contents(Contents decided) {
    contents = decided;
  }

  /// How many first tokens are those of another sequence.
  int commonPrefix(Sequence other) {
    int end = Math.min(length, other.length);
    int mismatch = Arrays.mismatch(tokens, 0, end, other.tokens, 0, end);
    return mismatch < 0 ? end : mismatch;
  }

  /// How many drafted tokens stand behind the known ones, where the backend will read them.
  int drafted() {
    return drafted;
  }

  /// Puts the first tokens of a draft behind the known ones.
  ///
  /// @param count how many, less than may still be generated
  void draft(Draft draft, int count) {
    draft.copyTo(tokens, count);
    drafted = count;
  }

  /// The drafted token behind the known ones, [#NO_DRAFT] if there is none.
  int nextDrafted() {
    return drafted > 0 ? tokens[length] : NO_DRAFT;
  }

  /// The token that is written next instead of what is drawn, or [InterjectionWatch#NONE].
  int forced() {
    return interjection == null ? InterjectionWatch.NONE : interjection.forced(generated());
  }

  /// Whether a token is forced where the model would end the text.
  boolean goesOnInstead() {
    return interjection != null && interjection.insteadOfEnd(generated());
  }

  /// Adds a generated token; a draft that began with another has served.
  ///
  /// @param text that became complete with it
  void append(int token, String text) {
    int before = generated();
    drafted = nextDrafted() == token ? drafted - 1 : 0;
    tokens[length++] = token;
    Interjection wanted = request.interjection();
    if (wanted != null && interjection != null && interjection.wrote(before, text)) {
      limit = Math.min(limit, length + wanted.thenTokens());
    }
  }

  /// The main model has read the tokens up to this position.
  void computedUpTo(int position) {
    computed = position;
    if (table != null && table.contents() == Contents.MAIN) {
      filled = position;
    }
  }

  /// The Multi-Token Prediction module has read them too.
  void filledUpTo(int position) {
    filled = position;
  }

  /// Others have filled the pages of its first positions.
  void filledAtLeastTo(int position) {
    computed = Math.max(computed, position);
    filled = Math.max(filled, position);
  }

  /// The pages, null while it holds none.
  @Nullable PageTable table() {
    return table;
  }

  /// Takes pages, which may hold a first part of its positions already.
  void attach(PageTable pages) {
    table = pages;
    computed = pages.reusedTokens();
    filled = computed;
  }

  /// Forgets the pages: everything has to be computed again.
  void detach() {
    table = null;
    contents = null;
    computed = 0;
    filled = 0;
    drafted = 0;
  }

  boolean cancelled() {
    return cancelled;
  }

  void cancel() {
    cancelled = true;
  }

  /// The more urgent goes first; among equals, who came first.
  @Override
  public int compareTo(Sequence other) {
    int byPriority = priority().compareTo(other.priority());
    return byPriority != 0 ? byPriority : Long.compare(arrival, other.arrival);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(arrival);
  }
}
