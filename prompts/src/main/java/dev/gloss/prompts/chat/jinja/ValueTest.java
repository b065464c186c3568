package dev.gloss.prompts.chat.jinja;

/// A test, what `is` asks.
interface ValueTest {
  boolean holds(Object value, Arguments arguments, Budget budget);
}
