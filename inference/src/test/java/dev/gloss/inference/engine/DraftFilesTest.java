package dev.gloss.inference.engine;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.testing.GoldenModel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DraftFilesTest {
  private static final EngineOptions OPTIONS = EngineOptions.defaults().withThreads(2);

  private static void refused(Path model, EngineOptions options, List<String> words) {
    ModelException refusal =
        assertThrows(ModelException.class, () -> LocalEngine.open(model, options).close());
    String message = String.valueOf(refusal.getMessage());
    for (String word : words) {
      assertTrue(message.contains(word), message);
    }
    assertTrue(message.lines().count() == 1, message);
  }

  @Test
  void anotherVocabularyIsRefusedWithBothFiles() {
    Path model = GoldenModel.V3.folder();
    Path other = GoldenModel.QWEN2.folder();
    refused(
        model,
        OPTIONS.withDraftModel(other),
        List.of(model.toString(), other.toString(), "cannot draft", "expected"));
  }

  @Test
  void aFileThatIsMissingIsNamed() {
    Path missing = Path.of("no-such-model.gguf");
    refused(GoldenModel.V3.folder(), OPTIONS.withDraftModel(missing), List.of(missing.toString()));
  }

  @Test
  void bothModelsHaveToFit() {
    Path model = GoldenModel.V3.folder();
    long one = LocalEngine.plan(model, OPTIONS.withContextTokens(64).withCacheTokens(64)).bytes();
    EngineOptions tight =
        OPTIONS.withContextTokens(64).withCacheTokens(64).withMemoryBytes(one + 1000);
    LocalEngine.open(model, tight).close();
    refused(model, tight.withDraftModel(model), List.of("does not fit"));
  }
}
