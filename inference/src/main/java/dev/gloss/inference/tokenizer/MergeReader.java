package dev.gloss.inference.tokenizer;

import dev.gloss.inference.ModelException;
import java.util.List;

/// Turns a file's merges, each written `left right`, into a table of ids. One instance reads one
/// list.
///
/// Looks every token up by its bytes in one buffer, since there are hundreds of thousands of them.
final class MergeReader {
  private final Vocabulary vocabulary;
  private final String origin;
  private byte[] bytes = new byte[256];

  private MergeReader(Vocabulary vocabulary, String origin) {
    this.vocabulary = vocabulary;
    this.origin = origin;
  }

  /// @param merges the first one being the soonest
  /// @param origin file and field, for messages
  /// @throws ModelException if a merge is not two tokens that make a third one
  static MergeTable read(Vocabulary vocabulary, List<String> merges, String origin) {
    MergeTable table = new MergeTable(merges.size());
    MergeReader reader = new MergeReader(vocabulary, origin);
    for (int rank = 0; rank < merges.size(); rank++) {
      reader.read(merges.get(rank), rank, table);
    }
    return table;
  }

  private void read(String merge, int rank, MergeTable table) {
    int space = merge.indexOf(' ');
    int length = merge.length() - 1;
    if (space <= 0 || space == length || merge.indexOf(' ', space + 1) >= 0) {
      throw new ModelException(
          "%s[%d]: expected two tokens with a space between them, found %s"
              .formatted(origin, rank, Quoted.of(merge)));
    }
    if (spell(merge, space)) {
      int left = vocabulary.find(bytes, 0, space);
      int right = vocabulary.find(bytes, space, length);
      int merged = vocabulary.find(bytes, 0, length);
      if (left >= 0 && right >= 0 && merged >= 0) {
        table.put(left, right, rank, merged);
        return;
      }
    }
    String left = merge.substring(0, space);
    String right = merge.substring(space + 1);
    table.put(
        known(left, merge, rank),
        known(right, merge, rank),
        rank,
        known(left + right, merge, rank));
  }

  /// Puts the bytes of both tokens into the buffer; false when a character spells no byte.
  private boolean spell(String merge, int space) {
    if (merge.length() > bytes.length) {
      bytes = new byte[merge.length() * 2];
    }
    int at = 0;
    for (int i = 0; i < merge.length(); i++) {
      if (i == space) {
        continue;
      }
      int b = ByteAlphabet.byteOf(merge.charAt(i));
      if (b < 0) {
        return false;
      }
      bytes[at++] = (byte) b;
    }
    return true;
  }

  private int known(String token, String merge, int rank) {
    int id = vocabulary.find(token);
    if (id < 0) {
      throw new ModelException(
          "%s[%d]: expected tokens of the vocabulary, found %s in %s"
              .formatted(origin, rank, Quoted.of(token), Quoted.of(merge)));
    }
    return id;
  }
}
