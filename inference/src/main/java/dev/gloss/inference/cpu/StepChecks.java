package dev.gloss.inference.cpu;

import dev.gloss.inference.backend.DraftSlice;
import dev.gloss.inference.backend.Slice;
import java.util.List;

/// Checks the numbers of a batch, so that the arithmetic can trust them.
final class StepChecks {
  private StepChecks() {}

  /// @throws IllegalArgumentException if the batch is empty or too large, or a slice is not in
  ///   order
  static void check(List<Slice> batch, CpuBackend backend) {
    int rows = 0;
    for (int i = 0; i < batch.size(); i++) {
      check(batch.get(i), i, backend);
      rows += batch.get(i).count();
    }
    if (rows == 0 || rows > backend.maxBatchRows()) {
      throw new IllegalArgumentException(
          "a step takes 1 to " + backend.maxBatchRows() + " rows, got " + rows);
    }
  }

  private static void check(Slice slice, int index, CpuBackend backend) {
    int end = slice.start() + slice.count();
    if (slice.count() < 1 || slice.start() < 0 || end > slice.tokenIds().length) {
      throw new IllegalArgumentException(
          "slice %d: tokens %d..%d of %d"
              .formatted(index, slice.start(), end - 1, slice.tokenIds().length));
    }
    if (slice.logitRows() < 0 || slice.logitRows() > slice.count()) {
      throw new IllegalArgumentException(
          "slice %d: logits of %d rows of %d".formatted(index, slice.logitRows(), slice.count()));
    }
    for (int p = slice.start(); p < end; p++) {
      checkToken(slice.tokenIds()[p], backend);
    }
    checkPages(slice.pages(), end, backend);
  }

  /// @throws IllegalArgumentException if a draft is not in order
  static void checkDrafts(
      List<DraftSlice> drafts, CpuBackend backend, int slices, int[] sliceCounts) {
    int rows = 0;
    for (int i = 0; i < drafts.size(); i++) {
      DraftSlice draft = drafts.get(i);
      if (draft.slice() < 0 || draft.slice() >= slices) {
        throw new IllegalArgumentException(
            "draft %d: slice %d of %d".formatted(i, draft.slice(), slices));
      }
      if (draft.count() < 1 || draft.count() > sliceCounts[draft.slice()]) {
        throw new IllegalArgumentException(
            "draft %d: %d of the %d rows of slice %d"
                .formatted(i, draft.count(), sliceCounts[draft.slice()], draft.slice()));
      }
      rows += draft.count();
    }
    if (rows == 0 || rows > backend.maxBatchRows()) {
      throw new IllegalArgumentException(
          "a draft takes 1 to " + backend.maxBatchRows() + " rows, got " + rows);
    }
  }

  /// @throws IllegalArgumentException if the token behind a position, or its page, is missing
  static void checkNext(DraftSlice draft, int position, CpuBackend backend) {
    if (position + 1 >= draft.tokenIds().length) {
      throw new IllegalArgumentException(
          "a draft at position %d needs token %d of %d"
              .formatted(position, position + 1, draft.tokenIds().length));
    }
    checkToken(draft.tokenIds()[position + 1], backend);
    checkPages(draft.pages(), position + 1, backend);
  }

  /// @throws IllegalArgumentException if there is no such token
  private static void checkToken(int tokenId, CpuBackend backend) {
    if (tokenId < 0 || tokenId >= backend.config().vocabSize()) {
      throw new IllegalArgumentException(
          "token id " + tokenId + " of a vocabulary of " + backend.config().vocabSize());
    }
  }

  /// @throws IllegalArgumentException if the table does not cover so many positions
  private static void checkPages(int[] pages, int positions, CpuBackend backend) {
    int needed = Math.ceilDiv(positions, backend.pageTokens());
    if (pages.length < needed) {
      throw new IllegalArgumentException(
          "%d positions need %d pages, got %d".formatted(positions, needed, pages.length));
    }
    for (int i = 0; i < needed; i++) {
      checkPage(pages[i], backend);
    }
  }

  /// @throws IllegalArgumentException if there is no such page
  static void checkPage(int page, CpuBackend backend) {
    if (page < 0 || page >= backend.pages()) {
      throw new IllegalArgumentException("page " + page + " of " + backend.pages());
    }
  }
}
