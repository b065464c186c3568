package dev.gloss.server.names;

import dev.gloss.server.workspace.Span;

/// A name that speaks of something declared elsewhere.
///
/// @param name where it stands
/// @param kind in which way it speaks
/// @param object what stands before the dot; none where there is none
/// @param called whether the thing is called there
record Use(Span name, Kind kind, Span object, boolean called) {
  /// Ways to speak of something.
  enum Kind {
    /// A value, or whatever has this name.
    NAME,
    TYPE,
    /// A type that its own declaration gives that name, not another name for it.
    TAG,
    MEMBER,
    /// Something that no scope tells: the name of an argument, a label.
    OTHER
  }
}
