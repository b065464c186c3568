package dev.gloss.inference.schedule;

import dev.gloss.inference.FinishReason;
import dev.gloss.inference.Priority;
import dev.gloss.inference.cache.Contents;
import dev.gloss.inference.cache.PageCache;
import dev.gloss.inference.cache.PageTable;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Decides which rows the next step runs.
///
/// Everyone who decodes takes part in every step. Beside them a step reads a chunk of the most
/// urgent prompts: less urgent ones wait as long as there are such; long ones also while a
/// completion is written, and those for which nobody waits while anything else is. When pages run
/// out, the least urgent sequence goes back to the queue and computes again later what was evicted
/// meanwhile.
///
/// Owned by the engine loop's thread.
final class Scheduler {
  /// Tokens that are read beside what is written, whoever wants them.
  private static final int SHORT_PROMPT = 64;

  private final PageCache cache;
  private final Limits limits;
  private final int batchRows;
  private final ChunkSize chunk;
  private final ChunkSize warmChunk;
  private final @Nullable DraftGain draftGain;
  private final Consumer<Sequence> onLeave;
  private final PriorityQueue<Sequence> waiting = new PriorityQueue<>();

  /// The most urgent first.
  private final List<Sequence> running = new ArrayList<>();

  private boolean mayGiveUp;

  /// @param draftGain says whether the model's module for drafting pays, null if it has none
  /// @param onLeave is told of every sequence that gives up its pages
  Scheduler(
      PageCache cache,
      Limits limits,
      int batchRows,
      @Nullable DraftGain draftGain,
      Consumer<Sequence> onLeave) {
    this.onLeave = onLeave;
    this.draftGain = draftGain;
    this.cache = cache;
    this.limits = limits;
    this.batchRows = batchRows;
    int mostChunk = Math.min(limits.mostChunk(), batchRows);
    chunk = new ChunkSize(limits.leastChunk(), mostChunk, limits.stepNanos());
    warmChunk = new ChunkSize(limits.leastChunk(), mostChunk, limits.stepNanos());
  }

  /// Puts a sequence in the queue.
  void add(Sequence sequence) {
    waiting.add(sequence);
  }

  /// Turns a sequence away that never ran.
  void refuse(Sequence sequence, String message) {
    guarded(() -> sequence.report().failed(message));
  }

  /// Sequences in the queue.
  int waiting() {
    return waiting.size();
  }

  /// Sequences that take part in steps.
  int running() {
    return running.size();
  }

  /// Learns how long a step took.
  ///
  /// @param warm whether the backend is as fast as it will be: what it took before says nothing of
  ///   how quickly it reads
  void stepTook(int rows, long nanos, boolean warm) {
    chunk.observe(rows, nanos);
    if (mayGiveUp) {
      chunk.keptUp();
    }
    if (warm) {
      warmChunk.observe(rows, nanos);
    }
  }

  /// Whether the step that was planned last may be given up for somebody more urgent.
  boolean mayGiveUp() {
    return mayGiveUp;
  }

  /// Learns that a step was given up.
  void stepWasGivenUp() {
    chunk.givenUp();
  }

  /// Rows of prompts that a warm backend reads in a second; 0 before it is known.
  double rowsPerSecond() {
    return warmChunk.rowsPerSecond();
  }

  /// Ends every sequence that was cancelled.
  void dropCancelled() {
    endAll(Sequence::cancelled, sequence -> sequence.report().finished(FinishReason.CANCELLED));
  }

  /// Ends every sequence there is.
  void cancelAll() {
    endAll(sequence -> true, sequence -> sequence.report().finished(FinishReason.CANCELLED));
  }

  /// Ends every sequence there is because of a fault that cannot be laid to one of them. Nothing is
  /// trusted after that: the cache begins anew.
  void failAll(String message) {
    List<Sequence> all = new ArrayList<>(running);
    all.addAll(waiting);
    running.clear();
    waiting.clear();
    cache.reset();
    for (Sequence sequence : all) {
      onLeave.accept(sequence);
      sequence.detach();
      guarded(() -> sequence.report().failed(message));
    }
  }

  /// Ends a running sequence and keeps its pages for others.
  void finish(Sequence sequence, FinishReason reason) {
    leave(sequence, true);
    guarded(() -> sequence.report().finished(reason));
  }

  /// Ends a running sequence and forgets its pages, whose contents are in doubt.
  void fail(Sequence sequence, String message) {
    leave(sequence, false);
    guarded(() -> sequence.report().failed(message));
  }

  /// Ends a running sequence for what was thrown.
  void fail(Sequence sequence, Throwable failure) {
    fail(sequence, Failure.describe(failure));
  }

  /// The rows of the next step, none if there is nothing to do.
  List<ScheduledRows> plan() {
    while (true) {
      admit();
      List<ScheduledRows> batch = batch();
      if (!batch.isEmpty() || running.isEmpty()) {
        return batch;
      }
      // Whoever was to run could not, and has left: it is the turn of others.
    }
  }

  /// The rows of a step; none also where everyone whose turn it was failed and left.
  private List<ScheduledRows> batch() {
    List<ScheduledRows> batch = new ArrayList<>();
    int decodeRows = 0;
    Priority reading = null;
    Priority writing = Priority.BACKGROUND;
    for (Sequence sequence : running) {
      if (sequence.pending() == 1) {
        writing = sequence.priority().compareTo(writing) < 0 ? sequence.priority() : writing;
        decodeRows += 1 + sequence.drafted();
      } else if (reading == null) {
        reading = sequence.priority();
      }
    }
    Sequence stuck = null;
    int left = batchRows;
    // What a completion reads may be superseded at any time by another that wants most of it, too.
    boolean isLong = decodeRows == 0 && reading != null && reading != Priority.COMPLETION;
    int wanted = isLong ? chunk.rowsToGiveUp() : chunk.rows();
    mayGiveUp = isLong && chunk.mayGiveUp();
    int promptRows = Math.max(1, Math.min(wanted, batchRows - decodeRows));
    // A copy: making room may send the least urgent back to the queue.
    for (Sequence sequence : List.copyOf(running)) {
      boolean prompt = sequence.pending() > 1;
      int most = prompt ? Math.min(promptRows, left) : left;
      if (most < 1
          || prompt && (sequence.priority() != reading || waitsFor(writing, sequence))
          || !running.contains(sequence)) {
        continue;
      }
      PageTable table = sequence.table();
      if (table == null && !isBeingReadFor(sequence)) {
        table = open(sequence);
      }
      if (table == null) {
        continue;
      }
      if (prompt) {
        sequence.filledAtLeastTo(cache.follow(table, sequence.tokens(), sequence.length()));
      }
      ScheduledRows rows = schedule(sequence, table, most);
      if (rows != null) {
        batch.add(rows);
        left -= rows.count();
        promptRows -= prompt ? rows.count() : 0;
      } else if (stuck == null) {
        stuck = sequence;
      }
    }
    if (batch.isEmpty() && stuck != null) {
      fail(stuck, "the cache has no room for the " + stuck.length() + " tokens of this request");
    }
    return batch;
  }

  /// Whether a prompt waits for who writes: its chunks make the step of a token many times longer.
  private static boolean waitsFor(Priority writing, Sequence prompt) {
    return prompt.pending() > SHORT_PROMPT
        && writing.compareTo(prompt.priority()) < 0
        && (writing == Priority.COMPLETION || prompt.priority() == Priority.BACKGROUND);
  }

  /// The next rows of a sequence, null if there are no pages for them.
  private @Nullable ScheduledRows schedule(Sequence sequence, PageTable table, int most) {
    int pending = sequence.pending();
    int start = sequence.computed();
    int drafted = pending == 1 ? Math.min(sequence.drafted(), most - 1) : 0;
    // A draft is worth no eviction of what somebody else runs.
    if (drafted > 0 && !cache.grow(table, start + 1 + drafted)) {
      drafted = 0;
    }
    int rows = Math.min(pending, most) + drafted;
    if (!makeRoom(sequence, table, start + rows)) {
      return null;
    }
    return new ScheduledRows(sequence, table, start, rows, drafted, rows >= pending);
  }

  /// Whether somebody who goes first is about to read a beginning of this sequence that it can take
  /// over then. The first in the order never waits, so that somebody always goes on.
  private boolean isBeingReadFor(Sequence sequence) {
    Contents contents = decidedContents(sequence);
    for (Sequence other : running) {
      if (other == sequence) {
        return false;
      }
      if (other.priority() == sequence.priority()
          && other.pending() > 1
          && decidedContents(other) == contents
          && cache.wholePages(sequence.commonPrefix(other) - contents.lookahead())
              > cache.wholePages(other.filled())) {
        return true;
      }
    }
    return false;
  }

  /// Opens a sequence's pages; null if that failed, and then the sequence is over.
  private @Nullable PageTable open(Sequence sequence) {
    PageTable table;
    try {
      table =
          cache.open(
              sequence.tokens(), sequence.length(), sequence.limit(), decidedContents(sequence));
    } catch (RuntimeException | Error e) {
      fail(sequence, Failure.describe(e));
      return null;
    }
    sequence.attach(table);
    if (!guarded(() -> sequence.report().started(sequence.promptLength(), table.reusedTokens()))) {
      fail(sequence, "the request's listener failed");
      return null;
    }
    return table;
  }

  private Contents decidedContents(Sequence sequence) {
    Contents decided = sequence.contents();
    if (decided == null) {
      decided = contents(sequence);
      sequence.contents(decided);
    }
    return decided;
  }

  /// What the sequence's pages will hold: the module's entries as well where it is to draft.
  private Contents contents(Sequence sequence) {
    boolean drafts =
        draftGain != null
            && switch (sequence.request().speculation().method()) {
              case OFF, NGRAM, DRAFT_MODEL -> false;
              case MTP -> true;
              // Measuring again costs a prefix that is cached in the other kind of pages.
              case AUTO -> draftGain.decide(sequence.priority() != Priority.COMPLETION);
            };
    return drafts ? Contents.MAIN_AND_MTP : Contents.MAIN;
  }

  private boolean makeRoom(Sequence sequence, PageTable table, int positions) {
    while (!cache.grow(table, positions)) {
      Sequence victim = leastUrgentBehind(sequence);
      if (victim == null) {
        return false;
      }
      preempt(victim);
    }
    return true;
  }

  private @Nullable Sequence leastUrgentBehind(Sequence sequence) {
    for (int i = running.size() - 1; i >= 0 && running.get(i) != sequence; i--) {
      if (running.get(i).table() != null) {
        return running.get(i);
      }
    }
    return null;
  }

  private void admit() {
    while (!waiting.isEmpty()) {
      Sequence next = waiting.element();
      if (running.size() >= limits.sequences()) {
        Sequence last = running.getLast();
        if (last.priority().compareTo(next.priority()) <= 0) {
          return;
        }
        preempt(last);
      }
      if (!running.isEmpty() && cache.pagesFor(next.length() + 1) > pagesWithin(next)) {
        return;
      }
      waiting.remove();
      running.add(next);
      running.sort(null);
      next.report().admitted();
    }
  }

  /// Pages that a sequence could have if everyone less urgent gave theirs up, and everyone more
  /// urgent took what its tokens need.
  private int pagesWithin(Sequence sequence) {
    int pages = cache.availablePages();
    for (Sequence other : running) {
      PageTable table = other.table();
      int held = table == null ? 0 : table.size();
      int missing = Math.max(0, cache.pagesFor(other.length() + 1) - held);
      pages += other.compareTo(sequence) > 0 ? held : -missing;
    }
    return pages;
  }

  private void preempt(Sequence sequence) {
    leave(sequence, true);
    waiting.add(sequence);
  }

  /// Takes a sequence out of those that run. If its pages are a muddle it learns that it failed, as
  /// nobody else will tell it.
  private void leave(Sequence sequence, boolean keep) {
    running.remove(sequence);
    onLeave.accept(sequence);
    PageTable table = sequence.table();
    if (table == null) {
      return;
    }
    try {
      if (keep) {
        cache.close(table, sequence.tokens(), sequence.filled());
      } else {
        cache.discard(table);
      }
    } catch (RuntimeException | Error e) {
      guarded(() -> sequence.report().failed(Failure.describe(e)));
      throw e;
    } finally {
      sequence.detach();
    }
  }

  private void endAll(Predicate<Sequence> which, Consumer<Sequence> end) {
    List<Sequence> ended = new ArrayList<>(waiting.stream().filter(which).toList());
    waiting.removeAll(ended);
    try {
      for (Sequence sequence : List.copyOf(running)) {
        if (which.test(sequence)) {
          leave(sequence, true);
          ended.add(sequence);
        }
      }
    } finally {
      for (Sequence sequence : ended) {
        guarded(() -> end.accept(sequence));
      }
    }
  }

  /// Runs what may call a listener: one that throws must not stop the loop. Its request is told so
  /// by [#fail], or is over anyway.
  private static boolean guarded(Runnable call) {
    try {
      call.run();
      return true;
    } catch (RuntimeException | Error e) {
      System.getLogger(Scheduler.class.getName())
          .log(System.Logger.Level.WARNING, "a request's listener failed", e);
      return false;
    }
  }
}
