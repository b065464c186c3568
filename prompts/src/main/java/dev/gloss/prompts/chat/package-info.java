/// Chat templates: a dialogue becomes prompt parts, in the form its model was trained with.
///
/// What people and documents wrote stays data here, whatever a template does with it; the template
/// language itself lives in `jinja`.
@NullMarked
package dev.gloss.prompts.chat;

import org.jspecify.annotations.NullMarked;
