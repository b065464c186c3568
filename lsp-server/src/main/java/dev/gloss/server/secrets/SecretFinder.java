package dev.gloss.server.secrets;

/// Finds secrets of one kind. Takes time linear in the length of the text, whatever it is.
interface SecretFinder {

  /// Hides what it finds.
  void find(String text, Cover cover);

  /// Finds secrets that lie within a line: what it finds in a line depends on that line alone, the
  /// line feed or the end of the text behind it included.
  interface InLines extends SecretFinder {

    /// Hides what it finds in whole lines.
    ///
    /// @param from where the first of them begins
    /// @param to where the last of them ends, behind its line feed if it has one
    void find(String text, int from, int to, Cover cover);

    @Override
    default void find(String text, Cover cover) {
      find(text, 0, text.length(), cover);
    }
  }
}
