package dev.gloss.inference.tokenizer;

import dev.gloss.inference.ModelException;
import java.nio.charset.StandardCharsets;
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

  private static final int NONE = -1;

  private final byte[] pool;
  private final int[] start;
  private final int[] end;
  private final TokenHash hash;
  private final int longestToken;
  private final Map<String, Integer> unspelled;

  private Vocabulary(Builder builder) {
    pool = Arrays.copyOf(builder.pool, builder.poolSize);
    start = Arrays.copyOf(builder.start, builder.size);
    end = Arrays.copyOf(builder.end, builder.size);
    hash = builder.hash;
    longestToken = builder.longestToken;
    unspelled = Map.copyOf(builder.unspelled);
  }

  /// One more than the largest id.
  int size() {
    return start.length;
  }

  /// Whether the id is in range; an id in a gap between tokens stands for no bytes.
  boolean has(int id) {
    return id >= 0 && id < start.length;
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

  /// The id of the token with exactly these bytes, or -1.
  ///
  /// @param hashCode [TokenHash#of] the same bytes
  int find(byte[] bytes, int from, int to, int hashCode) {
    int slot = hash.first(hashCode);
    for (int id = hash.idAt(slot, hashCode); id != TokenHash.END; ) {
      if (id >= 0 && Arrays.equals(pool, start[id], end[id], bytes, from, to)) {
        return id;
      }
      slot = hash.next(slot);
      id = hash.idAt(slot, hashCode);
    }
    return NONE;
  }

  /// The id of the token with exactly these bytes, or -1.
  int find(byte[] bytes, int from, int to) {
    return find(bytes, from, to, TokenHash.of(bytes, from, to));
  }

  /// The id of the token that the model's vocabulary writes like this, or -1.
  int find(String token) {
    byte[] bytes = ByteAlphabet.spelledBytes(token);
    return bytes == null ? unspelled.getOrDefault(token, NONE) : find(bytes, 0, bytes.length);
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
    private final TokenHash hash = new TokenHash();
    private int longestToken;
    private final Map<String, Integer> unspelled = new HashMap<>();

    /// @param origin file and field, for messages
    Builder(String origin) {
      this.origin = origin;
    }

    /// Adds a token of the model's own vocabulary, which text can become.
    void add(String token, long id) {
      byte[] spelled = ByteAlphabet.spelledBytes(token);
      if (spelled == null) {
        int checked = store(token, id, ByteAlphabet.decodedBytes(token));
        Integer before = unspelled.put(token, checked);
        if (before != null) {
          throw twice(token, before, checked);
        }
        return;
      }
      int hashCode = TokenHash.of(spelled, 0, spelled.length);
      int checked = store(token, id, spelled);
      int slot = hash.first(hashCode);
      for (int other = hash.idAt(slot, hashCode); other != TokenHash.END; ) {
        if (other >= 0
            && Arrays.equals(pool, start[other], end[other], spelled, 0, spelled.length)) {
          throw twice(token, other, checked);
        }
        slot = hash.next(slot);
        other = hash.idAt(slot, hashCode);
      }
      hash.add(hashCode, checked);
      longestToken = Math.max(longestToken, spelled.length);
    }

    /// Adds a token that only exists beside the model's vocabulary, which no text is merged into.
    /// It is written as it reads: `ü` of DeepSeek's vocabularies is the letter, not the byte 0xFC.
    void addBeside(String token, long id) {
      store(token, id, token.getBytes(StandardCharsets.UTF_8));
    }

    /// What was added so far. To be called once no more tokens of the model's own vocabulary come.
    Vocabulary build() {
      return new Vocabulary(this);
    }

    private int store(String token, long longId, byte[] bytes) {
      if (longId < 0 || longId > MAX_ID) {
        throw new ModelException(
            "%s: token %s: expected an id from 0 to %d, found %d"
                .formatted(origin, Quoted.of(token), MAX_ID, longId));
      }
      int id = (int) longId;
      if (id < size && taken[id]) {
        throw new ModelException(
            "%s: token %s: expected an id of its own, found %d, which another token has"
                .formatted(origin, Quoted.of(token), id));
      }
      reserve(id, bytes.length);
      System.arraycopy(bytes, 0, pool, poolSize, bytes.length);
      start[id] = poolSize;
      poolSize += bytes.length;
      end[id] = poolSize;
      taken[id] = true;
      size = Math.max(size, id + 1);
      return id;
    }

    private void reserve(int id, int bytes) {
      if (id >= start.length) {
        int capacity = Math.max(id + 1, start.length * 2);
        start = Arrays.copyOf(start, capacity);
        end = Arrays.copyOf(end, capacity);
        taken = Arrays.copyOf(taken, capacity);
      }
      if (poolSize + bytes > pool.length) {
        pool = Arrays.copyOf(pool, Math.max(poolSize + bytes, pool.length * 2));
      }
    }

    private ModelException twice(String token, int firstId, int secondId) {
      return new ModelException(
          "%s: token %s: expected one id, found two, %d and %d"
              .formatted(origin, Quoted.of(token), firstId, secondId));
    }
  }
}
