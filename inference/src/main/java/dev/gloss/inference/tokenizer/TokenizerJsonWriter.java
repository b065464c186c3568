package dev.gloss.inference.tokenizer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/// Writes Hugging Face's `tokenizer.json` of what a GGUF file says. One instance writes one file.
public final class TokenizerJsonWriter {

  private static final int UNKNOWN = 2;
  private static final int CONTROL = 3;
  private static final int USER_DEFINED = 4;
  private static final int UNUSED = 5;

  private final GgufVocabulary vocabulary;
  private final JsonGenerator json;

  private TokenizerJsonWriter(GgufVocabulary vocabulary, JsonGenerator json) {
    this.vocabulary = vocabulary;
    this.json = json;
  }

  /// Writes a tokenizer.
  ///
  /// @param file to create
  /// @throws dev.gloss.inference.ModelException if the vocabulary contradicts itself
  /// @throws IOException if the file cannot be written
  public static void write(GgufVocabulary vocabulary, Path file) throws IOException {
    GgufPreTokenizer pre = vocabulary.preTokenizer();
    boolean beginsWithBos = vocabulary.beginsWithBos();
    vocabulary.definition();
    try (JsonGenerator json = new JsonFactory().createGenerator(Files.newOutputStream(file))) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      TokenizerJsonWriter writer = new TokenizerJsonWriter(vocabulary, json);
      json.writeStartObject();
      json.writeStringField("version", "1.0");
      json.writeNullField("truncation");
      json.writeNullField("padding");
      writer.addedTokens();
      json.writeNullField("normalizer");
      writer.preTokenizer(pre.patterns());
      writer.postProcessor(beginsWithBos ? vocabulary.bosId() : OptionalInt.empty());
      json.writeFieldName("decoder");
      writer.byteLevel();
      writer.model(pre.ignoreMerges());
      json.writeEndObject();
    }
  }

  private boolean isAdded(int id) {
    int type = type(id);
    return type == UNKNOWN || type == CONTROL || type == USER_DEFINED;
  }

  private int type(int id) {
    return vocabulary.tokenTypes().isEmpty() ? 1 : vocabulary.tokenTypes().get(id);
  }

  private void addedTokens() throws IOException {
    json.writeArrayFieldStart("added_tokens");
    for (int id = 0; id < vocabulary.tokens().size(); id++) {
      if (isAdded(id)) {
        json.writeStartObject();
        json.writeNumberField("id", id);
        json.writeStringField("content", vocabulary.tokens().get(id));
        for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
          json.writeBooleanField(flag, false);
        }
        json.writeBooleanField("special", type(id) != USER_DEFINED);
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  private void preTokenizer(List<String> patterns) throws IOException {
    json.writeObjectFieldStart("pre_tokenizer");
    json.writeStringField("type", "Sequence");
    json.writeArrayFieldStart("pretokenizers");
    for (String pattern : patterns) {
      json.writeStartObject();
      json.writeStringField("type", "Split");
      json.writeObjectFieldStart("pattern");
      json.writeStringField("Regex", pattern.replace("\\p{IsHan}", "\\p{Han}"));
      json.writeEndObject();
      json.writeStringField("behavior", "Isolated");
      json.writeBooleanField("invert", false);
      json.writeEndObject();
    }
    byteLevel();
    json.writeEndArray();
    json.writeEndObject();
  }

  private void byteLevel() throws IOException {
    json.writeStartObject();
    json.writeStringField("type", "ByteLevel");
    json.writeBooleanField("add_prefix_space", false);
    json.writeBooleanField("trim_offsets", false);
    json.writeBooleanField("use_regex", false);
    json.writeEndObject();
  }

  /// Puts the beginning-of-sentence token in front of a text, or nothing.
  private void postProcessor(OptionalInt bosId) throws IOException {
    if (bosId.isEmpty()) {
      json.writeFieldName("post_processor");
      byteLevel();
      return;
    }
    String bos = vocabulary.tokens().get(bosId.getAsInt());
    json.writeObjectFieldStart("post_processor");
    json.writeStringField("type", "TemplateProcessing");
    template("single", bos, "A");
    template("pair", bos, "A", "B");
    json.writeObjectFieldStart("special_tokens");
    json.writeObjectFieldStart(bos);
    json.writeStringField("id", bos);
    json.writeArrayFieldStart("ids");
    json.writeNumber(bosId.getAsInt());
    json.writeEndArray();
    json.writeArrayFieldStart("tokens");
    json.writeString(bos);
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
  }

  private void template(String name, String bos, String... sequences) throws IOException {
    json.writeArrayFieldStart(name);
    for (int i = 0; i < sequences.length; i++) {
      part("SpecialToken", bos, i);
      part("Sequence", sequences[i], i);
    }
    json.writeEndArray();
  }

  private void part(String kind, String id, int typeId) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart(kind);
    json.writeStringField("id", id);
    json.writeNumberField("type_id", typeId);
    json.writeEndObject();
    json.writeEndObject();
  }

  private void model(boolean ignoreMerges) throws IOException {
    json.writeObjectFieldStart("model");
    json.writeStringField("type", "BPE");
    for (String none :
        List.of("dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix")) {
      json.writeNullField(none);
    }
    json.writeBooleanField("fuse_unk", false);
    json.writeBooleanField("byte_fallback", false);
    json.writeBooleanField("ignore_merges", ignoreMerges);
    json.writeObjectFieldStart("vocab");
    for (int id = 0; id < vocabulary.tokens().size(); id++) {
      if (!isAdded(id) && type(id) != UNUSED) {
        json.writeNumberField(vocabulary.tokens().get(id), id);
      }
    }
    json.writeEndObject();
    json.writeArrayFieldStart("merges");
    for (String merge : vocabulary.merges()) {
      json.writeString(merge);
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
