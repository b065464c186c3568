package dev.gloss.inference.tokenizer;

import dev.gloss.inference.Tokenizer;

/// Decodes ids as they arrive; a code point whose bytes are spread over several tokens comes out
/// with the last of them. Not safe for use by several threads.
final class StreamingDetokenizer implements Tokenizer.TokenStream {
  private final Vocabulary vocabulary;
  private final LossyUtf8 utf8 = new LossyUtf8();
  private final StringBuilder text = new StringBuilder();

  StreamingDetokenizer(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  @Override
  public String push(int id) {
    if (vocabulary.has(id)) {
      utf8.decode(vocabulary.pool(), vocabulary.start(id), vocabulary.end(id), text);
    }
    return take();
  }

  @Override
  public String finish() {
    utf8.finish(text);
    return take();
  }

  private String take() {
    String taken = text.toString();
    text.setLength(0);
    return taken;
  }
}
