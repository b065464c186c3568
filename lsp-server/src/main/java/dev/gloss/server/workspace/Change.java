package dev.gloss.server.workspace;

/// How a text differs from the one before it: in one stretch, what stands before and behind that is
/// the same. Offsets are in chars.
///
/// @param from where the stretch begins in both
/// @param oldTo where it ended in the text before
/// @param newTo where it ends in this text
public record Change(int from, int oldTo, int newTo) {
  /// No change.
  static final Change NONE = new Change(0, 0, 0);

  private static final int BLOCK = 4096;

  /// How two texts differ.
  static Change between(String before, String now) {
    int shorter = Math.min(before.length(), now.length());
    int same = 0;
    while (same + BLOCK <= shorter && before.regionMatches(same, now, same, BLOCK)) {
      same += BLOCK;
    }
    while (same < shorter && before.charAt(same) == now.charAt(same)) {
      same++;
    }
    int oldTo = before.length();
    int newTo = now.length();
    int least = same + BLOCK;
    while (Math.min(oldTo, newTo) >= least
        && before.regionMatches(oldTo - BLOCK, now, newTo - BLOCK, BLOCK)) {
      oldTo -= BLOCK;
      newTo -= BLOCK;
    }
    while (Math.min(oldTo, newTo) > same && before.charAt(oldTo - 1) == now.charAt(newTo - 1)) {
      oldTo--;
      newTo--;
    }
    return new Change(same, oldTo, newTo);
  }

  /// This change and a later one, as one.
  Change then(Change later) {
    int beyond = Math.max(0, later.oldTo - newTo);
    int end = Math.max(newTo, later.oldTo) + later.newTo - later.oldTo;
    return new Change(Math.min(from, later.from), oldTo + beyond, end);
  }
}
