/// Fill-in-the-middle layouts: where prefix, suffix and the special tokens go.
///
/// Nothing here cuts or measures text; that is `packing`.
@NullMarked
package dev.gloss.prompts.fim;

import org.jspecify.annotations.NullMarked;
