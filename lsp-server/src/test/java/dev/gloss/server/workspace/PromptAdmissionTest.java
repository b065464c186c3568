package dev.gloss.server.workspace;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
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

  private String there(String uri) {
    String folder = Matcher.quoteReplacement(root.toString());
    return uri.replaceFirst("(?<![A-Za-z])W|(?<=host|0.1)W", folder);
  }

  /// `W` is the workspace folder. Editors write what Java's classes refuse.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "file://W/.env",
        "file:W/.env",
        "FILE://W/.env",
        " file://W/.env",
        "file://localhostW/.env",
        "file://127.0.0.1W/.env",
        "file:/W/.env",
        "file:////W/.env",
        "file:.env",
        "file:.env#x",
        "file://.env",
        "file://W/a[b]/.env",
        "file://W/my project/.env",
        "file://W/ünï/.env",
        "file://W/%C3%BCn%C3%AF/.env",
        "file://W/100%/.env",
        "file://W/100%zz/%2eenv",
        "file://W/a|b/.env",
        "file://W/a^{b}`/.env",
        "file://W/a#b/.env",
        "file://W/a?b/.env",
        "file://W/.env?x=1",
        "file://W/.env#L1",
        "file://W/sub/%2E%2E/.env",
        "file://W/sub%2F.env",
        "file://W/%252Eenv",
        "file://W/.ENV",
        "file://W/.env.",
        "file://W/.env::$DATA",
        "file://W/.env~",
        "file://W/.env/",
        "file://W\\.env",
        "file:\\\\W\\.env",
        "file://server/share/.env",
        "file://C:/W/.env",
        "file:///C:/W/.env",
        "file:///c%3A/W/.env",
        "C:\\W\\.env",
        "W/.env",
        ".env",
        "untitled:.env",
        "untitled:W/.env",
        "vscode-notebook-cell:W/.env#W0sZmlsZQ%3D%3D",
        "vscode-notebook-cell://ssh-remote%2Bhost/W/.env#W0s",
        "vscode-remote://ssh-remote%2Bhost/home/me/.env",
        "vscode-remote://wsl+Ubuntu/home/me/.env",
        "vscode-vfs://github/owner/name/.env",
        "git:W/.env?%7B%22ref%22%3A%22~%22%7D",
        "jar:file://W/x.jar!/.env",
        "zipfile://W/x.zip::.env",
        "oil://W/.env",
        "scp://host/W/.env",
        "/ssh:host:/home/me/.env",
        "file://W/.git-credentials",
        "vscode-remote://x/home/me/.aws/credentials",
      })
  void aFileOfSecretsStaysOutInEverySpelling(String uri) {
    String there = there(uri);
    assertEquals(
        Optional.of("its name says that it holds secrets"),
        admission.refusal(there, List.of(root), true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file://W/X.gen.java",
        "file:W/X.gen.java",
        "file:X.gen.java",
        "file://localhostW/X.gen.java",
        "file://W/a[b]/X.gen.java",
        "file://W/my project/X.gen.java",
        "file://W/my%20project/X.gen.java",
        "file://W/ünï/X.gen.java",
        "file://W/100%/X.gen.java",
        "file://W/a|b/X.gen.java",
        "file://W/a#b/X.gen.java",
        "file://W/X.gen.java?x=1",
        "file://W/X.gen.java#L1",
        "file://W/X%2Egen%2Ejava",
        "W/X.gen.java",
        "untitled:W/X.gen.java",
        "vscode-notebook-cell:W/X.gen.java#W0sZmlsZQ%3D%3D",
        "vscode-remote://ssh-remote%2BhostW/X.gen.java",
        "git:W/X.gen.java?%7B%22ref%22%3A%22~%22%7D"
      })
  void anIgnoredFileStaysOutInEverySpelling(String uri) throws IOException {
    Files.writeString(root.resolve(".gitignore"), "*.gen.java\n");
    String there = there(uri);
    assertEquals(Optional.of(".gitignore names it"), admission.refusal(there, List.of(root), true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file://W/X.java",
        "file://W/a[b]/X.java",
        "file://W/a%5Bb%5D/X.java",
        "file://W/my project/X.java",
        "file://W/ünï/X.java",
        "file://W/100%/X.java",
        "file://W/C#/X.cs",
        "file://localhostW/X.java",
        "file://server/share/X.java",
        "file:///C:/W/X.java",
        "untitled:Untitled-1",
        "untitled:X.gen.java",
        "vscode-notebook-cell:W/x.ipynb#W0sZmlsZQ%3D%3D",
        "vscode-remote://wsl+Ubuntu/home/me/X.java",
        "jdt://contents/java.base/java.lang/String.class?=x/%5C/usr",
        "inmemory://model/1",
        "not a uri at all",
        ""
      })
  void whatNothingNamesIsLetIn(String uri) throws IOException {
    Files.writeString(root.resolve(".gitignore"), "*.gen.java\n");
    String there = there(uri);
    assertEquals(Optional.empty(), admission.refusal(there, List.of(root), true));
  }

  @Test
  void whatBeginsAsAFileAndNamesNoneStaysOut() {
    assertEquals(Optional.of("it names no file"), admission.refusal("file:///", List.of(), true));
    assertEquals(Optional.of("it names no file"), admission.refusal("file:", List.of(), true));
    assertTrue(admission.refusal("file:///a%00b", List.of(), true).isPresent());
  }

  @Test
  void aWorkspaceFolderIsReadAsLeniently() {
    assertEquals(
        Optional.of(Path.of("/a/my project/[x]")),
        PromptAdmission.path("file:///a/my project/[x]"));
    assertEquals(Optional.of(Path.of("/a/b")), PromptAdmission.path("vscode-remote://host/a/b"));
    assertEquals(Optional.empty(), PromptAdmission.path("untitled:Untitled-1"));
  }

  @Test
  void ofALinkBothTheNameAndTheTargetCount() throws IOException {
    Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
    Path work = Files.createDirectory(root.resolve("work"));
    Files.createDirectories(elsewhere.resolve(".aws"));
    Files.writeString(elsewhere.resolve("plain"), "x");
    Files.writeString(elsewhere.resolve(".env"), "x");
    Files.writeString(elsewhere.resolve("A.gen"), "x");
    Files.writeString(elsewhere.resolve(".gitignore"), "*.gen\n");
    Files.writeString(work.resolve(".gitignore"), "ignored\n");
    Files.createSymbolicLink(work.resolve("settings"), elsewhere.resolve(".env"));
    Files.createSymbolicLink(work.resolve(".env"), elsewhere.resolve("plain"));
    Files.createSymbolicLink(work.resolve("twice"), Path.of(".env"));
    Files.createSymbolicLink(work.resolve("ignored"), elsewhere.resolve("plain"));
    Files.createSymbolicLink(work.resolve("generated"), elsewhere.resolve("A.gen"));
    Files.createSymbolicLink(work.resolve("folder"), elsewhere.resolve(".aws"));
    Files.createSymbolicLink(work.resolve("harmless"), elsewhere.resolve("plain"));
    Files.createSymbolicLink(work.resolve("missing"), Path.of("id_rsa"));
    Files.createSymbolicLink(work.resolve("round"), Path.of("round"));
    for (String name :
        List.of(
            "settings",
            ".env",
            "twice",
            "ignored",
            "generated",
            "folder/credentials",
            "missing",
            "round")) {
      assertTrue(refusal("work/" + name).isPresent(), name);
    }
    assertEquals(Optional.empty(), refusal("work/harmless"));
    Path link = Files.createSymbolicLink(root.resolve("link"), work);
    String uri = "file://" + link + "/ignored";
    assertEquals(Optional.of(".gitignore names it"), admission.refusal(uri, List.of(work), true));
  }

  @Test
  void aByteOrderMarkHidesNoPattern() throws IOException {
    Files.writeString(root.resolve(".gitignore"), "\ufeffSecret.java\nOther.java\n");
    Files.write(root.resolve(".aiignore"), "\ufeffWide.java\r\nü.java\r\n".getBytes(UTF_16LE));
    Files.createDirectory(root.resolve("sub"));
    Files.write(root.resolve("sub/.aiignore"), "\ufeffBig.java\n".getBytes(UTF_16BE));
    assertEquals(Optional.of(".gitignore names it"), refusal("Secret.java"));
    assertEquals(Optional.of(".gitignore names it"), refusal("Other.java"));
    assertEquals(Optional.of(".aiignore names it"), refusal("Wide.java"));
    assertEquals(
        Optional.of(".aiignore names it"),
        admission.refusal("file://" + root + "/ü.java", List.of(root), true));
    assertEquals(Optional.of(".aiignore names it"), refusal("sub/Big.java"));
    assertEquals(Optional.empty(), refusal("Free.java"));
  }

  @Test
  void rulesOfTheRepositoryAloneCountAlsoInAWorktree() throws IOException {
    Path main = root.resolve("main/.git");
    Path tree = Files.createDirectories(root.resolve("tree"));
    Files.createDirectories(main.resolve("info"));
    Files.createDirectories(main.resolve("worktrees/tree"));
    Files.writeString(main.resolve("info/exclude"), "*.local\nkept.local2\n");
    Files.writeString(main.resolve("worktrees/tree/commondir"), "../..\n");
    Files.writeString(tree.resolve(".git"), "gitdir: ../main/.git/worktrees/tree\n");
    Files.writeString(tree.resolve(".gitignore"), "!kept.local\n");
    assertEquals(Optional.of(".gitignore names it"), refusal("main/a/x.local"));
    assertEquals(Optional.of(".gitignore names it"), refusal("tree/x.local"));
    assertEquals(Optional.empty(), refusal("tree/kept.local"));
  }

  @Test
  void anIgnoreFileThatIsAFolderSaysNothing() throws IOException {
    Files.createDirectories(root.resolve(".gitignore/x"));
    Files.createDirectories(root.resolve(".aiignore"));
    assertEquals(Optional.empty(), refusal("A.java"));
    Files.writeString(root.resolve("a.zip"), "x");
    assertEquals(Optional.empty(), refusal("a.zip/b/A.java"));
  }

  @Test
  void rulesForAssistantsHoldInRepositoriesBelowTheWorkspace() throws IOException {
    Files.createDirectories(root.resolve("sub/.git"));
    Files.writeString(root.resolve(".aiignore"), "sub/private/\n");
    assertEquals(Optional.of(".aiignore names it"), refusal("sub/private/A.java"));
    assertEquals(Optional.empty(), refusal("sub/A.java"));
  }
}
