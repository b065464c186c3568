package dev.gloss.inference.tokenizer;

import dev.gloss.inference.ModelException;

/// Turns the bytes of one piece into ids. Safe for use by many threads.
///
/// Most pieces of real text are one token. Whether the merges really arrive at a token of the
/// vocabulary from its bytes is tried when the token is first met and remembered; after that such a
/// piece costs one look-up.
final class PieceEncoder {
  private static final byte UNTRIED = 0;
  private static final byte REACHED = 1;
  private static final byte MISSED = 2;

  private final Vocabulary vocabulary;
  private final MergeTable merges;
  private final boolean ignoreMerges;
  private final int[] idOfByte = new int[256];

  /// By id. Written without a lock: every thread that finds an entry untried computes the same.
  private final byte[] reachable;

  /// @param ignoreMerges whether a piece that is a token stays one even where the merges would
  ///   split it (`ignore_merges`)
  /// @param origin file and field of the vocabulary, for messages
  PieceEncoder(Vocabulary vocabulary, MergeTable merges, boolean ignoreMerges, String origin) {
    this.vocabulary = vocabulary;
    this.merges = merges;
    this.ignoreMerges = ignoreMerges;
    this.reachable = new byte[vocabulary.size()];
    byte[] single = new byte[1];
    for (int b = 0; b < 256; b++) {
      single[0] = (byte) b;
      idOfByte[b] = vocabulary.find(single, 0, 1);
      if (idOfByte[b] < 0 && isIndispensable(b)) {
        throw new ModelException(
            "%s: expected a token for every byte of printable ASCII, found none for 0x%02X"
                .formatted(origin, b));
      }
    }
  }

  /// Trained vocabularies lack bytes that their training text had not, mostly control characters,
  /// and the reference leaves such bytes out of a text. One without an ordinary character is
  /// broken.
  private static boolean isIndispensable(int b) {
    return b == '\n' || (b >= ' ' && b <= '~');
  }

  /// A merger for one call of the tokenizer.
  PieceMerger merger() {
    return new PieceMerger(merges);
  }

  /// Appends the ids of a piece. `hash` is the [TokenHash] code of its bytes.
  void encode(byte[] bytes, int from, int to, int hash, PieceMerger merger, IntList out) {
    if (to - from <= vocabulary.longestToken()) {
      int id = vocabulary.find(bytes, from, to, hash);
      if (id >= 0) {
        if (ignoreMerges || reachable[id] == REACHED) {
          out.add(id);
          return;
        }
        if (reachable[id] == UNTRIED) {
          int before = out.size();
          merger.merge(bytes, from, to, idOfByte, out);
          boolean reached = out.size() == before + 1 && out.get(before) == id;
          reachable[id] = reached ? REACHED : MISSED;
          return;
        }
      }
    }
    merger.merge(bytes, from, to, idOfByte, out);
  }
}
