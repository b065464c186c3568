package dev.gloss.server.secrets;

/// Finds secrets of one kind. Takes time linear in the length of the text, whatever it is.
interface SecretFinder {

  /// Hides what it finds.
  void find(String text, Cover cover);
}
