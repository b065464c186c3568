package dev.gloss.inference.tokenizer;

import org.jspecify.annotations.Nullable;

/// What a file says about a tokenizer, checked and ready for use. Immutable.
///
/// @param vocabulary all tokens, the added ones included
/// @param pieces how a piece becomes ids
/// @param form the form that text is brought into first
/// @param preTokenizer how text becomes pieces
/// @param addedTokens the tokens that are found in text as a whole
/// @param firstToken text of the token that the definition itself puts before every text, null
///   where it puts none
record TokenizerDefinition(
    Vocabulary vocabulary,
    PieceEncoder pieces,
    TextForm form,
    PreTokenizer preTokenizer,
    AddedTokens addedTokens,
    @Nullable String firstToken) {}
