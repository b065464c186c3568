package dev.gloss.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.server.testing.GlossProcess;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The script `gloss`, copied to a folder with a name that is hard to handle, over the classes
/// under test. A script in the place of Maven says what Maven would say.
@DisabledOnOs(OS.WINDOWS)
@Timeout(300)
class LauncherTest {
  @TempDir private Path folder;
  private Path home = Path.of("");
  private Path app = Path.of("");

  private record Ran(int status, String out, String err) {}

  @BeforeEach
  void copy() throws IOException {
    home = Files.createDirectories(folder.resolve("Größe und  Maß/gl oss"));
    app = Files.createDirectories(home.resolve("lsp-server/target/app"));
    Path root = GlossProcess.root();
    Files.copy(root.resolve("gloss"), home.resolve("gloss"));
    Files.copy(root.resolve("lsp-server/jvm.options"), home.resolve("lsp-server/jvm.options"));
    program();
  }

  /// A jar that has nothing but a class path: that of this test.
  private void program() throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            classPath().map(URI::toString).collect(Collectors.joining(" ")));
    Path jar = Files.createDirectories(app.resolve("lib")).resolve("gloss.jar");
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out, manifest).close();
    }
  }

  private static Stream<URI> classPath() {
    if (Main.class.getClassLoader() instanceof URLClassLoader loader) {
      return Arrays.stream(loader.getURLs()).map(url -> URI.create(url.toString()));
    }
    String here =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(here.split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toUri());
  }

  /// A program of somebody else in front of all others on the path.
  private Path command(String name, String... lines) throws IOException {
    Path command = Files.createDirectories(folder.resolve("bin")).resolve(name);
    Files.writeString(command, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    assertTrue(command.toFile().setExecutable(true));
    return command;
  }

  private Ran run(Path script, Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(script.toString());
    builder.command().addAll(Arrays.asList(words));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder
        .environment()
        .merge("PATH", "", (path, none) -> folder.resolve("bin") + File.pathSeparator + path);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().putAll(environment);
    Path out = folder.resolve("out");
    Process process = builder.redirectOutput(out.toFile()).start();
    process.getOutputStream().close();
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), Files.readString(out), err);
  }

  private Ran gloss(String... words) throws IOException, InterruptedException {
    return run(home.resolve("gloss"), Map.of("LC_ALL", "C"), words);
  }

  private void sources() throws IOException {
    Files.createDirectories(home.resolve("lsp-server/src/main"));
    Files.writeString(home.resolve("pom.xml"), "");
  }

  @Test
  void foldersWithBlanksAndLettersBeyondAsciiAreFine() throws Exception {
    assertEquals(new Ran(0, "gloss " + Version.current() + "\n", ""), gloss("--version"));
  }

  @Test
  void aLinkIsAsGoodAsTheScript() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("a link"), home.resolve("gloss"));
    Ran ran = run(link, Map.of("LC_ALL", "POSIX", "TMPDIR", folder.toString()), "--version");
    assertEquals(new Ran(0, "gloss " + Version.current() + "\n", ""), ran);
  }

  @Test
  void whatTheVirtualMachineSaysGoesToStandardError() throws Exception {
    Path script = home.resolve("gloss");
    Ran wrong = run(script, Map.of("GLOSS_JAVA_OPTS", "-XX:NoSuch"), "--version");
    assertEquals(1, wrong.status());
    assertEquals("", wrong.out());
    assertTrue(wrong.err().contains("NoSuch"), wrong.err());

    Files.writeString(app.resolve("gloss.jsa"), "no archive");
    Ran spoilt = run(script, Map.of(), "--version");
    assertEquals("gloss " + Version.current() + "\n", spoilt.out());
    assertEquals(0, spoilt.status());
  }

  @Test
  void aBuildShowsThatSomethingHappens() throws Exception {
    sources();
    String maven = "[INFO] --- compiler:3.15.0:%s (default-compile) @ %s ---";
    command(
        "mvn",
        "cat >/dev/null",
        "echo 'Downloaded from central: https://example.com/a.jar (1 kB at 2 kB/s)'",
        "echo '" + maven.formatted("compile", "inference") + "'",
        "echo '" + maven.formatted("testCompile", "inference") + "'",
        "echo '[INFO] --- exec:3.6.4:exec (archive-the-classes) @ lsp-server ---'",
        "touch '" + app.resolve("built") + "'");
    Ran ran = gloss("--version");
    assertEquals("gloss " + Version.current() + "\n", ran.out());
    assertEquals(
        """
        gloss: building (the first time this takes some minutes) ...
        gloss: fetching libraries (1 so far) ...
        gloss: compiling inference ...
        gloss: listing classes for faster starts ...
        gloss: built
        """,
        ran.err());
    assertFalse(Files.exists(home.resolve("target/building")));
    assertEquals("", gloss("--version").err(), "what Maven built counts as built");
  }

  @Test
  void aFailedBuildSaysWhy() throws Exception {
    sources();
    command("mvn", "echo '[INFO] Scanning'", "echo '[ERROR] cannot find symbol'", "exit 1");
    Ran ran = gloss("lsp");
    assertEquals(1, ran.status());
    assertEquals("", ran.out());
    assertEquals(
        """
        gloss: building (the first time this takes some minutes) ...
        [ERROR] cannot find symbol
        gloss: the build failed; see above
        """,
        ran.err());
    assertFalse(Files.exists(home.resolve("target/building")));
  }

  @Test
  void aLockThatSomebodyLeftBehindHindersNobodyForLong() throws Exception {
    sources();
    Files.createDirectories(home.resolve("target/building"));
    Files.writeString(home.resolve("target/building/pid"), "2147483646");
    command("sleep", "exit 0");
    command("mvn", "touch '" + app.resolve("built") + "'");
    assertEquals(0, gloss("--version").status());
  }
}
