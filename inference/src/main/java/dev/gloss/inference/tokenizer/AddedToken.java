package dev.gloss.inference.tokenizer;

/// A token that is found in text as a whole, before anything is split or merged.
///
/// @param id its id
/// @param content its text, not empty
/// @param normalized whether it is looked for only after the tokens without this flag
/// @param special whether decoding may leave it out; roles and fill-in-the-middle marks often lack
///   it
record AddedToken(int id, String content, boolean normalized, boolean special) {}
