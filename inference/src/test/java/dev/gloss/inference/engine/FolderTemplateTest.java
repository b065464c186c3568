package dev.gloss.inference.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.ChatTemplateSource;
import dev.gloss.inference.ModelException;
import dev.gloss.inference.checkpoint.ModelReadme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTemplateTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void aFileOfItsOwnGoesBeforeTheConfiguration() throws IOException {
    assertNull(FolderTemplate.read(folder));
    config("{\"chat_template\": \"old\", \"bos_token\": \"<s>\", \"pad_token\": null}");
    assertEquals(
        new ChatTemplateSource("old", Map.of("bos_token", "<s>")), FolderTemplate.read(folder));
    Files.writeString(folder.resolve("chat_template.jinja"), "né\n");
    assertEquals(
        new ChatTemplateSource("né\n", Map.of("bos_token", "<s>")), FolderTemplate.read(folder));
    Files.delete(folder.resolve("tokenizer_config.json"));
    assertEquals(new ChatTemplateSource("né\n", Map.of()), FolderTemplate.read(folder));
  }

  @Test
  void ofSeveralTemplatesTheDefaultCounts() throws IOException {
    config(
        """
        {"chat_template": [{"name": "tool_use", "template": "a"}, {"name": "default", "template": "b"}],
         "eos_token": {"content": "</s>", "lstrip": false}, "unk_token": "?"}
        """);
    assertEquals(
        new ChatTemplateSource("b", Map.of("eos_token", "</s>", "unk_token", "?")),
        FolderTemplate.read(folder));
    config("{\"chat_template\": [{\"name\": \"tool_use\", \"template\": \"a\"}]}");
    assertNull(FolderTemplate.read(folder));
  }

  @Test
  void numbersOfPythonDoNotMatter() throws IOException {
    config(
        "{\"chat_template\": \"t\", \"model_max_length\": 1000000000000000019884624838656,"
            + " \"a\": NaN, \"b\": -Infinity, \"c\": "
            + "9".repeat(5000)
            + "}");
    assertEquals(new ChatTemplateSource("t", Map.of()), FolderTemplate.read(folder));
  }

  @Test
  void filesThatCannotBeReadAreNamed() throws IOException {
    config("{");
    refused(folder.resolve("tokenizer_config.json") + ": expected JSON: ");
  }

  @Test
  void aTemplateThatIsNoTextHindersNobody() throws IOException {
    config("{}");
    Files.write(folder.resolve("chat_template.jinja"), new byte[] {(byte) 0xC0, 'a'});
    assertEquals(new ChatTemplateSource("\uFFFDa", Map.of()), FolderTemplate.read(folder));
    Files.delete(folder.resolve("chat_template.jinja"));
    Files.createDirectory(folder.resolve("chat_template.jinja"));
    assertNull(FolderTemplate.read(folder));
  }

  @Test
  void theCardsLicenceIsThatOfItsFirstLines() throws IOException {
    assertNull(ModelReadme.licence(folder));
    readme("---\nlanguage: en\nlicense: apache-2.0\n---\n# Model\n");
    assertEquals("apache-2.0", ModelReadme.licence(folder));
    readme("---\r\nlicense: 'mit'\r\n---\r\n");
    assertEquals("mit", ModelReadme.licence(folder));
    readme("---\nlanguage: en\n---\nlicense: mit\n");
    assertNull(ModelReadme.licence(folder));
    readme("# Model\nlicense: mit\n");
    assertNull(ModelReadme.licence(folder));
  }

  private void config(String json) throws IOException {
    Files.writeString(folder.resolve("tokenizer_config.json"), json);
  }

  private void readme(String text) throws IOException {
    Files.writeString(folder.resolve("README.md"), text);
  }

  private void refused(String expected) {
    var e = assertThrows(ModelException.class, () -> FolderTemplate.read(folder));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith(expected), message);
    assertEquals(1, message.lines().count());
  }
}
