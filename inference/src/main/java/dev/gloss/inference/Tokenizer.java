package dev.gloss.inference;

import java.util.OptionalInt;

/// Turns text into the model's token ids and back.
///
/// Implementations are immutable and may be used by many threads.
public interface Tokenizer {

  /// Number of ids, added tokens included: every id is in `[0, vocabularySize())`.
  int vocabularySize();

  /// Encodes text in which special tokens are **recognised**, the way Hugging Face's `encode` does
  /// without `add_special_tokens`; for trusted text such as a rendered chat template.
  int[] encode(String text);

  /// Encodes text as data: special tokens that occur in it are split like any other characters.
  int[] encodeText(String text);

  /// Encodes the parts one by one and joins the ids.
  ///
  /// @throws IllegalArgumentException if a [Prompt.Special] is not in the tokenizer's table or an
  ///   id is out of range; the message names it
  int[] encode(Prompt prompt);

  /// The id of a special (added) token, by its text.
  OptionalInt specialId(String name);

  /// Whether the id stands for an added token (beginning of sentence, roles, fill-in-the-middle,
  /// tags).
  boolean isSpecial(int id);

  /// Whether the id stands for an added token that is never text: beginning and end, roles,
  /// fill-in-the-middle marks, padding. Tags that a model may write, such as `<think>`, are none.
  boolean isControl(int id);

  /// The bytes an id stands for; those of its text for an added token. The array is a copy.
  ///
  /// @throws IllegalArgumentException if the id is out of range
  byte[] bytesOf(int id);

  /// Decodes all ids, added tokens with their text; bytes that are no UTF-8 become U+FFFD.
  String decode(int... ids);

  /// A fresh decoder for a stream of ids, which never splits a code point.
  TokenStream stream();

  /// The token put before a document or dialogue, where the model has one.
  OptionalInt bosId();

  /// The token that ends what the model writes, where the model has one.
  OptionalInt eosId();

  /// Whether `add_bos_token` asks for the beginning-of-sentence token before plain prompts.
  boolean addBosToken();

  /// Decodes ids as they arrive. Not safe for use by several threads.
  interface TokenStream {

    /// The text that became complete with this id: empty while a code point is still open.
    String push(int id);

    /// What is left at the end: an unfinished code point becomes U+FFFD.
    String finish();
  }
}
