package dev.gloss.inference.tokenizer;

/// An open hash from the hash codes of byte strings to token ids; the caller compares the bytes.
///
/// A search starts at [#first], goes on with [#next] and ends where [#idAt] answers [#END].
final class TokenHash {
  /// What [#idAt] answers where a search ends without a find.
  static final int END = -1;

  /// What [#idAt] answers for a slot whose bytes have another hash code.
  static final int OTHER = -2;

  /// `hash code << 32 | id + 1`, or 0 for an empty slot.
  private long[] slots = new long[1 << 12];

  private int entries;

  /// The hash code of a string of bytes.
  static int of(byte[] bytes, int from, int to) {
    int hashCode = 0;
    for (int i = from; i < to; i++) {
      hashCode = hashCode * 31 + bytes[i];
    }
    return hashCode;
  }

  int first(int hashCode) {
    int mixed = hashCode * 0x9E3779B9;
    return (mixed ^ (mixed >>> 15)) & (slots.length - 1);
  }

  int next(int slot) {
    return (slot + 1) & (slots.length - 1);
  }

  int idAt(int slot, int hashCode) {
    long entry = slots[slot];
    if (entry == 0) {
      return END;
    }
    return (int) (entry >>> 32) == hashCode ? (int) entry - 1 : OTHER;
  }

  void add(int hashCode, int id) {
    if (++entries * 2 > slots.length) {
      long[] old = slots;
      slots = new long[old.length * 2];
      for (long entry : old) {
        if (entry != 0) {
          slots[free((int) (entry >>> 32))] = entry;
        }
      }
    }
    slots[free(hashCode)] = (long) hashCode << 32 | (id + 1);
  }

  private int free(int hashCode) {
    int slot = first(hashCode);
    while (slots[slot] != 0) {
      slot = next(slot);
    }
    return slot;
  }
}
