"""Trains the embedded model of Gloss: corpus, tokenizer, data, model, optimiser, export."""
