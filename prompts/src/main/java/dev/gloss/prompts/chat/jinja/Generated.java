package dev.gloss.prompts.chat.jinja;

import java.util.List;

/// What a filter such as `map` gives, a generator in Python: it can be walked over, but has no
/// length and no text, and is true also when empty.
record Generated(List<Object> items) {}
