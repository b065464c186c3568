package dev.gloss.prompts.completion;

/// A place with what its document says about it, read once for all that decide there.
///
/// Made once for a request; safe for use by several threads.
public final class CompletionReading {
  private final CompletionSite site;
  private final Syntax syntax;
  private final BracketScan before;
  private final CursorPlace place;

  /// Reads a document.
  public CompletionReading(CompletionSite site, Syntax syntax) {
    this(site, syntax, new BracketScan(syntax.lexicon()).over(site.prefix()));
  }

  /// Reads a document of which a part is read already.
  ///
  /// @param before has walked over all that stands before the cursor
  public CompletionReading(CompletionSite site, Syntax syntax, BracketScan before) {
    this.site = site;
    this.syntax = syntax;
    this.before = before;
    this.place = CursorPlace.of(site, before, syntax.lexicon());
  }

  /// The place.
  public CompletionSite site() {
    return site;
  }

  /// What kind of place it is.
  public CursorPlace place() {
    return place;
  }

  /// How much may be written there.
  public CompletionMode mode() {
    return CompletionMode.at(site, before, syntax.lexicon());
  }

  /// The document's syntax.
  Syntax syntax() {
    return syntax;
  }

  /// A scan that has walked over all that stands before the cursor; not to be changed.
  BracketScan before() {
    return before;
  }
}
