/// The files of the workspace folders that may enter a prompt, and what they declare: walked in the
/// background, followed as they change, open documents before the disk.
///
/// Nothing here knows LSP, models or what the files are looked at for.
@NullMarked
package dev.gloss.server.project;

import org.jspecify.annotations.NullMarked;
