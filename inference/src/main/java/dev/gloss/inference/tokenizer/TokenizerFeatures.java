package dev.gloss.inference.tokenizer;

import dev.gloss.inference.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a `tokenizer.json` may ask for: reads the supported features, refuses the others by name.
final class TokenizerFeatures {
  private TokenizerFeatures() {}

  /// Reads the steps before the merging; the last one must be `ByteLevel`.
  static PreTokenizer preTokenizer(JsonObject preTokenizer) {
    List<JsonObject> parts =
        preTokenizer.string("type").equals("Sequence")
            ? preTokenizer.objects("pretokenizers")
            : List.of(preTokenizer);
    if (parts.isEmpty() || !parts.getLast().string("type").equals("ByteLevel")) {
      throw preTokenizer.error(
          "type",
          "ByteLevel as the last step",
          parts.isEmpty() ? null : parts.getLast().string("type"));
    }
    List<SplitStep> steps = new ArrayList<>();
    for (JsonObject part : parts) {
      SplitStep step = step(part, part == parts.getLast());
      if (step != null) {
        steps.add(step);
      }
    }
    return new PreTokenizer(steps);
  }

  private static @Nullable SplitStep step(JsonObject part, boolean last) {
    String type = part.string("type");
    return switch (type) {
      case "Split" -> split(part);
      case "Digits" ->
          new ClassRuns(
              ClassRuns.Lead.NOTHING,
              CodePointClass.of(GeneralCategories.NUMBER),
              part.flag("individual_digits") ? 1 : Integer.MAX_VALUE);
      case "ByteLevel" -> {
        refuseFlag(part, "add_prefix_space");
        if (!last) {
          throw part.error("type", "ByteLevel as the last step only", type);
        }
        // The reference takes a missing use_regex for true.
        boolean regex = !part.has("use_regex") || part.flag("use_regex");
        yield regex ? SplitPattern.of(WordPatterns.GPT_2) : null;
      }
      default -> throw part.error("type", "one of Split, Digits, ByteLevel", type);
    };
  }

  private static SplitStep split(JsonObject part) {
    if (!part.string("behavior").equals("Isolated")) {
      throw part.error("behavior", "Isolated", part.string("behavior"));
    }
    refuseFlag(part, "invert");
    JsonObject pattern = part.object("pattern");
    String regex = pattern.string("Regex");
    SplitStep step = SplitPattern.of(regex);
    if (step == null) {
      throw pattern.error("Regex", "an expression that can be read here", regex);
    }
    return step;
  }

  /// The form that a normalizer brings text into: none at all, `NFC`, or a sequence of such.
  static TextForm form(@Nullable JsonObject normalizer) {
    if (normalizer == null) {
      return TextForm.AS_IS;
    }
    String type = normalizer.string("type");
    if (type.equals("NFC")) {
      return TextForm.NFC;
    }
    if (!type.equals("Sequence")) {
      throw normalizer.error("type", "NFC or no normalizer", type);
    }
    TextForm form = TextForm.AS_IS;
    for (JsonObject part : normalizer.objects("normalizers")) {
      form = form(part) == TextForm.NFC ? TextForm.NFC : form;
    }
    return form;
  }

  /// The text of the token that a post-processor puts before every text, null where it puts none.
  /// Only the first step that fills a template counts, and whatever else it does is the chat
  /// template's business.
  static @Nullable String firstToken(@Nullable JsonObject processor) {
    if (processor == null) {
      return null;
    }
    if (processor.members().get("processors") instanceof List<?> parts) {
      return parts.stream()
          .map(part -> part instanceof JsonObject object ? firstToken(object) : null)
          .filter(Objects::nonNull)
          .findFirst()
          .orElse(null);
    }
    boolean begins =
        processor.members().get("single") instanceof List<?> single
            && !single.isEmpty()
            && single.getFirst() instanceof JsonObject first
            && first.members().get("SpecialToken") instanceof JsonObject;
    return begins
        ? processor.objects("single").getFirst().object("SpecialToken").string("id")
        : null;
  }

  static void requireByteLevelDecoder(@Nullable JsonObject decoder) {
    if (decoder != null && !decoder.string("type").equals("ByteLevel")) {
      throw decoder.error("type", "ByteLevel", decoder.string("type"));
    }
  }

  /// Refuses a flag that is set.
  static void refuseFlag(JsonObject object, String name) {
    if (object.flag(name)) {
      throw object.error(name, "false", true);
    }
  }

  /// Checks a member of `model` other than the vocabulary and the merges.
  static void checkModelMember(String path, String name, @Nullable Object value) {
    String expected =
        switch (name) {
          case "type" -> "BPE".equals(value) ? null : "BPE";
          case "dropout" -> value == null || isZero(value) ? null : "no dropout";
          case "continuing_subword_prefix", "end_of_word_suffix" ->
              value == null || "".equals(value) ? null : "none";
          default -> null;
        };
    if (expected != null) {
      throw new ModelException("%s: expected %s, found %s".formatted(path, expected, value));
    }
  }

  private static boolean isZero(Object value) {
    return value instanceof Number number && number.doubleValue() == 0;
  }
}
