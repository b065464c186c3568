/// An interpreter for the part of Jinja that chat templates use, with the results Python's Jinja
/// gives.
///
/// Templates come from downloaded files, so this is a security border: nothing here reaches Java
/// objects by reflection, reads files or the network, or runs longer than its limits allow.
@NullMarked
package dev.gloss.prompts.chat.jinja;

import org.jspecify.annotations.NullMarked;
