/// The models on this machine: where they lie, how they are fetched from a hub and checked, which
/// ones are recommended.
///
/// Knows files, names and HTTP. Nothing here opens a model, asks a person or prints.
@NullMarked
package dev.gloss.server.models;

import org.jspecify.annotations.NullMarked;
