/// Tests of the tokenizer against golden cases, against the reference library, and on bad files.
@NullMarked
package dev.gloss.inference.tokenizer;

import org.jspecify.annotations.NullMarked;
