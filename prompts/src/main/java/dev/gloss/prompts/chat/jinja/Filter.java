package dev.gloss.prompts.chat.jinja;

/// A filter.
interface Filter {
  Object apply(Object value, Arguments arguments, Budget budget);
}
