package dev.gloss.server.names;

import dev.gloss.server.workspace.Document;

/// What a name means.
///
/// @param document where it is declared
/// @param definition its declaration there
public record Target(Document document, Definition definition) {}
