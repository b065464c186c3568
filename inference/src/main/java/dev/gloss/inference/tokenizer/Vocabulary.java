package dev.gloss.inference.tokenizer;

import dev.gloss.inference.ModelException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// The tokens by id and by bytes. Immutable.
///
/// The bytes of all tokens lie in one pool, and an open hash over them finds a token without making
/// an object.
final class Vocabulary {
  /// Far above every published vocabulary; an id beyond it is a damaged file, not a large model.
  static final int MAX_ID = (1 << 22) - 1;

  private final byte[] pool;
  private final int[] start;
  private final int[] end;
  private final int size;
  private final int[] idPlusOne;
  private final int longestToken;
  private final Map<String, Integer> unspelled;

  private Vocabulary(Builder builder) {
    pool = Arrays.copyOf(builder.pool, builder.poolSize);
    start = Arrays.copyOf(builder.start, builder.size);
    end = Arrays.copyOf(builder.end, builder.size);
    size = builder.size;
    idPlusOne = builder.idPlusOne;
    longestToken = builder.longestToken;
    unspelled = Map.copyOf(builder.unspelled);
  }

  /// One more than the largest id.
  int size() {
    return size;
  }

  /// Whether the id is in range; an id in a gap between tokens stands for no bytes.
  boolean has(int id) {
    return id >= 0 && id < size;
  }

  /// Length in bytes of the longest token that text can become.
  int longestToken() {
    return longestToken;
  }

  /// Where the bytes of an id begin in [#pool()]; equal to its end for an id without a token.
  int start(int id) {
    return start[id];
  }

  /// Where the bytes of an id end in [#pool()].
  int end(int id) {
    return end[id];
  }

  /// The bytes of all tokens; not to be written to.
  byte[] pool() {
    return pool;
  }

  /// The id of the token with exactly these bytes, or -1. `hash` is [#hash] of the same bytes.
  int find(byte[] bytes, int from, int to, int hash) {
    int mask = idPlusOne.length - 1;
    for (int slot = slot(hash, mask); ; slot = (slot + 1) & mask) {
      int id = idPlusOne[slot] - 1;
      if (id < 0 || Arrays.equals(pool, start[id], end[id], bytes, from, to)) {
        return id;
      }
    }
  }

  /// The id of the token that the model's vocabulary writes like this, or -1.
  int find(String token) {
    byte[] bytes = ByteAlphabet.spelledBytes(token);
    if (bytes == null) {
      return unspelled.getOrDefault(token, -1);
    }
    return find(bytes, 0, bytes.length, hash(bytes, 0, bytes.length));
  }

  static int hash(byte[] bytes, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + bytes[i];
    }
    return hash;
  }

  private static int slot(int hash, int mask) {
    int mixed = hash * 0x9E3779B9;
    return (mixed ^ (mixed >>> 15)) & mask;
  }

  /// Collects tokens in any order. Not safe for use by several threads.
  static final class Builder {
    private final String origin;
    private byte[] pool = new byte[1 << 16];
    private int poolSize;
    private int[] start = new int[1 << 12];
    private int[] end = new int[1 << 12];
    private boolean[] taken = new boolean[1 << 12];
    private int size;
    private int[] idPlusOne = new int[1 << 13];
    private int entries;
    private int longestToken;
    private final Map<String, Integer> unspelled = new HashMap<>();

    /// @param origin file and field, for messages
    Builder(String origin) {
      this.origin = origin;
    }

    /// Adds a token of the model's own vocabulary, which text can become.
    void add(String token, long id) {
      byte[] spelled = ByteAlphabet.spelledBytes(token);
      int checked = store(token, id, ByteAlphabet.decodedBytes(token));
      if (spelled != null) {
        enter(token, checked);
        longestToken = Math.max(longestToken, spelled.length);
      } else {
        Integer before = unspelled.put(token, checked);
        if (before != null) {
          throw twice(token, before, checked);
        }
      }
    }

    /// Adds a token that only exists beside the model's vocabulary, which no text is merged into.
    void addBeside(String token, long id) {
      store(token, id, ByteAlphabet.decodedBytes(token));
    }

    /// Whether some token has this id.
    boolean has(int id) {
      return id >= 0 && id < size && taken[id];
    }

    Vocabulary build() {
      return new Vocabulary(this);
    }

    private int store(String token, long longId, byte[] bytes) {
      if (longId < 0 || longId > MAX_ID) {
        throw new ModelException(
            "%s: token \"%s\": expected an id from 0 to %d, found %d"
                .formatted(origin, token, MAX_ID, longId));
      }
      int id = (int) longId;
      if (has(id)) {
        throw new ModelException(
            "%s: token \"%s\": expected an id of its own, found %d, which another token has"
                .formatted(origin, token, id));
      }
      if (id >= start.length) {
        int capacity = Math.max(id + 1, start.length * 2);
        start = Arrays.copyOf(start, capacity);
        end = Arrays.copyOf(end, capacity);
        taken = Arrays.copyOf(taken, capacity);
      }
      if (poolSize + bytes.length > pool.length) {
        pool = Arrays.copyOf(pool, Math.max(poolSize + bytes.length, pool.length * 2));
      }
      System.arraycopy(bytes, 0, pool, poolSize, bytes.length);
      start[id] = poolSize;
      poolSize += bytes.length;
      end[id] = poolSize;
      taken[id] = true;
      size = Math.max(size, id + 1);
      return id;
    }

    private void enter(String token, int id) {
      if (++entries * 2 > idPlusOne.length) {
        int[] old = idPlusOne;
        idPlusOne = new int[old.length * 2];
        for (int entry : old) {
          if (entry != 0) {
            idPlusOne[freeSlot(token, entry - 1)] = entry;
          }
        }
      }
      idPlusOne[freeSlot(token, id)] = id + 1;
    }

    private int freeSlot(String token, int id) {
      int mask = idPlusOne.length - 1;
      int slot = slot(hash(pool, start[id], end[id]), mask);
      while (idPlusOne[slot] != 0) {
        int other = idPlusOne[slot] - 1;
        if (Arrays.equals(pool, start[other], end[other], pool, start[id], end[id])) {
          throw twice(token, other, id);
        }
        slot = (slot + 1) & mask;
      }
      return slot;
    }

    private ModelException twice(String token, int firstId, int secondId) {
      return new ModelException(
          "%s: token \"%s\": expected one id, found two, %d and %d"
              .formatted(origin, token, firstId, secondId));
    }
  }
}
