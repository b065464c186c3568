/// Names in files of many languages, by tree-sitter's parse trees: what a file declares, in which
/// scopes, what it imports, and which declaration a name means. A language is a query
/// (`LANGUAGE.scm` beside this package) and a row of [dev.gloss.server.names.Grammar].
@NullMarked
package dev.gloss.server.names;

import org.jspecify.annotations.NullMarked;
