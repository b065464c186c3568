package dev.gloss.server.retrieval;

import java.nio.file.Path;

/// Some lines of a file, as they stand there now, with secrets covered.
///
/// @param path absolute, without links in its folders
/// @param name the path below its workspace folder, with slashes
/// @param firstLine counted from 1
/// @param lastLine the last one that belongs to it
/// @param text the lines, without a line end behind the last
/// @param score how much it has in common with the place, in `[0, 1]`; of those that were ranked,
///   what it is expected to bring ([Ranker])
/// @param reason why it was chosen, in words for a person
public record Piece(
    Path path, String name, int firstLine, int lastLine, String text, double score, String reason) {

  /// The same with another score.
  Piece withScore(double other) {
    return new Piece(path, name, firstLine, lastLine, text, other, reason);
  }
}
