package dev.gloss.server.assist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gloss.inference.ChatTemplateSource;
import dev.gloss.inference.engine.ModelPreview;
import dev.gloss.prompts.chat.ChatMessage;
import dev.gloss.prompts.chat.ChatTemplate;
import dev.gloss.prompts.chat.SpecialTokens;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The chat templates of published files; those that are not in the folder that `GLOSS_REAL_MODELS`
/// names are passed over, but for the smallest with `CI=true`.
class RealChatTemplateTest {
  private static final String SMALLEST = "smollm2-135m";
  private static final List<ChatMessage> CONVERSATION =
      List.of(
          new ChatMessage("system", "Be brief."),
          new ChatMessage("user", "Hi"),
          new ChatMessage("assistant", "Hello."),
          new ChatMessage("user", "Bye"));

  @ParameterizedTest
  @ValueSource(strings = {SMALLEST, "qwen2.5-coder-0.5b", "qwen2.5-coder-1.5b"})
  void aConversationReadsAsTheReferenceWritesIt(String name) throws IOException {
    Path file =
        Path.of(Objects.requireNonNullElse(System.getenv("GLOSS_REAL_MODELS"), ""), name + ".gguf");
    boolean isHere = Files.exists(file);
    assertFalse(
        !isHere && name.equals(SMALLEST) && "true".equals(System.getenv("CI")),
        name + " has to be there with CI=true");
    assumeTrue(isHere, name + ".gguf is not in the folder that GLOSS_REAL_MODELS names");
    ModelPreview model = ModelPreview.of(file);
    ChatTemplateSource source = Objects.requireNonNull(model.chatTemplate());
    ChatTemplate template =
        ChatTemplate.parse(source.source(), SpecialTokens.of(List.of()), source.tokens());
    String text = PromptText.of(template.render(CONVERSATION, true), model.tokenizer());
    assertEquals(golden(name).path("chat_text").asText(), text);
  }

  private static JsonNode golden(String name) throws IOException {
    Path packed =
        Path.of(System.getProperty("gloss.root", ".."))
            .resolve("inference/src/test/resources/golden/real/" + name + ".json.gz");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(packed))) {
      return new JsonMapper().readTree(in);
    }
  }
}
