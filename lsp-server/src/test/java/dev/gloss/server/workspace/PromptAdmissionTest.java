package dev.gloss.server.workspace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptAdmissionTest {
  @TempDir Path root;

  private final PromptAdmission admission = new PromptAdmission();

  private Optional<String> refusal(String file) {
    return refusal(file, true);
  }

  private Optional<String> refusal(String file, boolean respectGitignore) {
    String uri = root.resolve(file).toUri().toString();
    return admission.refusal(uri, List.of(root), respectGitignore);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".env",
        ".env.production",
        "a/server.pem",
        "id_rsa",
        "x/.aws/credentials",
        ".npmrc"
      })
  void filesThatHoldSecretsStayOut(String file) {
    assertEquals(Optional.of("its name says that it holds secrets"), refusal(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"A.java", ".env.example", "id_rsa.pub", "environment.ts", "credentials"})
  void otherFilesMayEnter(String file) {
    assertEquals(Optional.empty(), refusal(file));
  }

  @Test
  void bothIgnoreFilesCountAndTheDeeperOneDecides() throws IOException {
    Files.createDirectories(root.resolve("gen/keep"));
    Files.writeString(root.resolve(".gitignore"), "target/\n*.gen\n");
    Files.writeString(root.resolve(".aiignore"), "*.sql\n");
    Files.writeString(root.resolve("gen/.gitignore"), "!*.gen\n");
    assertEquals(Optional.of(".gitignore names it"), refusal("target/A.java"));
    assertEquals(Optional.empty(), refusal("target/A.java", false));
    assertEquals(Optional.of(".aiignore names it"), refusal("x/y.sql", false));
    assertEquals(Optional.of(".gitignore names it"), refusal("a.gen"));
    assertEquals(Optional.empty(), refusal("gen/keep/a.gen"));
  }

  @Test
  void anIgnoreFileIsReadAgainWhenItChanges() throws IOException {
    assertEquals(Optional.empty(), refusal("A.java"));
    Files.writeString(root.resolve(".aiignore"), "*.java\n");
    assertEquals(Optional.of(".aiignore names it"), refusal("A.java"));
    Files.writeString(root.resolve(".aiignore"), "*.kt\n\n\n");
    assertEquals(Optional.empty(), refusal("A.java"));
  }

  @Test
  void whatIsNoFileIsLetIn() {
    assertEquals(Optional.empty(), admission.refusal("untitled:Untitled-1", List.of(), true));
    assertEquals(Optional.empty(), admission.refusal("not a uri at all", List.of(), true));
    assertEquals(Optional.empty(), admission.refusal("file:///", List.of(), true));
  }
}
