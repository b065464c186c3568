package dev.gloss.prompts.chat.jinja;

/// Python's `None`.
enum None {
  NONE
}
