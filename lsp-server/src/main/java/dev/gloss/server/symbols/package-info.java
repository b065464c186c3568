/// What stands under a cursor, where that is declared, and what the compiler's trees say for sure
/// about it.
///
/// Nothing here knows LSP or models. What cannot be told from all else is not named.
@NullMarked
package dev.gloss.server.symbols;

import org.jspecify.annotations.NullMarked;
