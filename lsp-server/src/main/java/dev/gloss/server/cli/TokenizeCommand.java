package dev.gloss.server.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gloss.inference.Tokenizer;
import dev.gloss.inference.engine.ModelFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `gloss tokenize`: text to token ids and back.
@Command(
    name = "tokenize",
    description =
        "Turn text into token ids, or ids into text; the beginning-of-sentence token is not added.")
final class TokenizeCommand implements Callable<Integer> {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final StandardStreams streams;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private ModelOptions model = new ModelOptions();

  @Parameters(arity = "0..1", paramLabel = "TEXT", description = "Text to encode.")
  private @Nullable String text;

  @Option(
      names = "--ids",
      paramLabel = "1,2,3",
      converter = IdList.Converter.class,
      description = "Token ids to decode.")
  private @Nullable IdList ids;

  @Option(
      names = "--jsonl",
      description = "Read one {\"text\":...} or {\"ids\":...} a line from standard input.")
  private boolean jsonl;

  TokenizeCommand(StandardStreams streams) {
    this.streams = streams;
  }

  /// A line of input, of which one field is given.
  private record Query(@Nullable String text, int @Nullable [] ids) {}

  /// A result, of which both fields are given.
  record Result(@JsonProperty("ids") int[] ids, String text) {}

  @Override
  public Integer call() throws IOException {
    int given = (text == null ? 0 : 1) + (ids == null ? 0 : 1) + (jsonl ? 1 : 0);
    if (given != 1) {
      throw new ParameterException(
          spec.commandLine(), "expected exactly one of TEXT, --ids and --jsonl");
    }
    Tokenizer tokenizer = ModelFiles.tokenizer(model.path());
    if (jsonl) {
      answerLines(tokenizer);
    } else {
      print(tokenizer);
    }
    return 0;
  }

  private void print(Tokenizer tokenizer) {
    if (ids != null) {
      String decoded = decode(tokenizer, ids.ids());
      common.print(new Result(ids.ids(), decoded), decoded);
    } else if (text != null) {
      int[] encoded = tokenizer.encode(text);
      common.print(new Result(encoded, text), joined(encoded));
    }
  }

  private void answerLines(Tokenizer tokenizer) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(streams.in(), StandardCharsets.UTF_8));
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (!line.isBlank()) {
        spec.commandLine().getOut().println(CommonOptions.toJson(answer(tokenizer, line, number)));
      }
    }
    spec.commandLine().getOut().flush();
  }

  private static Result answer(Tokenizer tokenizer, String line, int number) {
    try {
      Query query = JSON.readValue(line, Query.class);
      return answer(tokenizer, query == null ? new Query(null, null) : query);
    } catch (JsonProcessingException e) {
      throw malformed(line, number, e);
    }
  }

  private static Result answer(Tokenizer tokenizer, Query query) throws JsonProcessingException {
    if (query.text() != null && query.ids() == null) {
      return new Result(tokenizer.encode(query.text()), query.text());
    }
    if (query.ids() != null && query.text() == null) {
      return new Result(query.ids(), decode(tokenizer, query.ids()));
    }
    throw new JsonMappingException(null, "expected one field");
  }

  private static String decode(Tokenizer tokenizer, int[] ids) {
    int size = tokenizer.vocabularySize();
    for (int id : ids) {
      if (id < 0 || id >= size) {
        throw new IllegalArgumentException("token id " + id + ": expected 0 to " + (size - 1));
      }
    }
    return tokenizer.decode(ids);
  }

  private static IllegalArgumentException malformed(String line, int number, Exception cause) {
    String found = line.length() > 80 ? line.substring(0, 80) + "…" : line;
    return new IllegalArgumentException(
        "standard input: line %d: expected {\"text\":\"...\"} or {\"ids\":[...]}, found %s"
            .formatted(number, found),
        cause);
  }

  private static String joined(int[] ids) {
    return Arrays.stream(ids).mapToObj(Integer::toString).collect(Collectors.joining(","));
  }
}
