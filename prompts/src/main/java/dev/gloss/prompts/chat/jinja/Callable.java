package dev.gloss.prompts.chat.jinja;

/// A value that can be called: a macro, a global function, a method of a value.
interface Callable {
  Object call(Arguments arguments);
}
