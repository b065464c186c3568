package dev.gloss.server.retrieval;

import java.nio.file.Path;
import java.util.List;

/// Another source's pieces, those that bring most first, and none that bring nothing ([Ranker]).
///
/// @param source finds them
public record RankedSource(ContextSource source) implements ContextSource {

  @Override
  public List<Piece> find(ContextQuery query) {
    return Ranker.get().rank(source.find(query), query.file());
  }

  @Override
  public boolean mayRead(Path path) {
    return source.mayRead(path);
  }
}
