package dev.gloss.inference.tokenizer;

/// What a file says about a tokenizer, checked and ready for use. Immutable.
///
/// @param vocabulary all tokens, the added ones included
/// @param pieces how a piece becomes ids
/// @param preTokenizer how text becomes pieces
/// @param addedTokens the tokens that are found in text as a whole
record TokenizerDefinition(
    Vocabulary vocabulary,
    PieceEncoder pieces,
    PreTokenizer preTokenizer,
    AddedTokens addedTokens) {}
