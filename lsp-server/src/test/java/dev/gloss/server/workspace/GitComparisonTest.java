package dev.gloss.server.workspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.server.testing.Needs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ignore rules against `git check-ignore`, on trees and rules drawn at random.
class GitComparisonTest {
  private static final List<String> NAMES =
      List.of(
          "a", "b", "ab", "abc", "foo", "bar", "foobar", "A", ".x", "a b", "ü", "[x]", "a*b",
          "x.txt", "x.java", "a.b.c", "b ", "#c", "!d", "1", "a-b", "]", "^", "a\\b");

  private static final List<String> PARTS =
      List.of(
          "a",
          "b",
          "ab",
          "foo",
          "bar",
          "*",
          "*",
          "**",
          "**",
          "***",
          "?",
          "??",
          "[ab]",
          "[!a]",
          "[^b]",
          "[a-c]",
          "[]a]",
          "[a-]",
          "[[:alpha:]]",
          "[[:digit:]x]",
          "[[:nope:]]",
          "[[:alpha]",
          "[a",
          "[\\]a]",
          "\\a",
          "\\*",
          "\\[",
          "\\ ",
          " ",
          "*.txt",
          "*.java",
          "x.*",
          "ü",
          ".",
          "#c",
          "!d",
          "\\#c",
          "\\!d",
          "\\",
          "[a/b]",
          "[--b]",
          "[b-a]",
          "[+--]");

  private static final int ROUNDS = 16;

  @TempDir Path folder;

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void rulesMeanWhatGitSays() throws IOException, InterruptedException {
    Path git = Needs.program("git");
    int found = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Path top = folder.resolve("round" + round);
      Files.createDirectory(top);
      run(git, top, "", "init", "-q");
      List<Path> files = new ArrayList<>();
      List<Path> rules = new ArrayList<>(List.of(top.resolve(".git/info/exclude")));
      grow(top, 0, files, rules);
      StringBuilder text = new StringBuilder();
      for (Path file : rules) {
        byte[] bytes = rules();
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        text.append(top.relativize(file))
            .append(":\n")
            .append(new String(bytes, StandardCharsets.UTF_8));
      }
      IgnoreRules ours = new IgnoreRules(IgnoreRules.Kind.GIT);
      Set<String> ignored = new TreeSet<>();
      StringBuilder asked = new StringBuilder();
      for (Path file : files) {
        String name = top.relativize(file).toString();
        asked.append(name).append('\0');
        if (ours.ignores(file, top)) {
          ignored.add(name);
        }
      }
      String said = run(git, top, asked.toString(), "check-ignore", "--no-index", "-z", "--stdin");
      Set<String> expected = new TreeSet<>();
      Stream.of(said.split("\0")).filter(name -> !name.isEmpty()).forEach(expected::add);
      found += expected.size();
      assertEquals(expected, ignored, "-Dseed=" + seed + " round " + round + "\n" + text);
    }
    assertTrue(found > ROUNDS, "git names only " + found + " files");
  }

  private void grow(Path in, int depth, List<Path> files, List<Path> rules) throws IOException {
    if (depth == 0 || random.nextInt(3) == 0) {
      rules.add(in.resolve(".gitignore"));
    }
    for (String name : NAMES) {
      Path path = in.resolve(name);
      if (depth < 3 && random.nextInt(8) == 0) {
        Files.createDirectory(path);
        grow(path, depth + 1, files, rules);
      } else if (random.nextInt(3) == 0) {
        Files.writeString(path, "");
        files.add(path);
      }
    }
  }

  private byte[] rules() {
    StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "\ufeff" : "");
    int lines = random.nextInt(5);
    for (int i = 0; i < lines; i++) {
      text.append(random.nextInt(4) == 0 ? "!" : "").append(random.nextInt(5) == 0 ? "/" : "");
      int segments = 1 + random.nextInt(3);
      for (int j = 0; j < segments; j++) {
        text.append(j == 0 ? "" : "/");
        int parts = 1 + random.nextInt(3) / 2 + random.nextInt(4) / 3;
        for (int k = 0; k < parts; k++) {
          text.append(PARTS.get(random.nextInt(PARTS.size())));
        }
      }
      text.append(random.nextInt(5) == 0 ? "/" : "").append(random.nextInt(5) == 0 ? "  " : "");
      text.append(
          switch (random.nextInt(8)) {
            case 0 -> "\r\n";
            case 1 -> "\t\n";
            case 2 -> i == lines - 1 ? "" : "\n\n";
            default -> "\n";
          });
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private String run(Path git, Path in, String input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(git.toString(), "-c", "core.excludesFile="));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(in.toFile());
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("XDG_CONFIG_HOME", folder.toString());
    builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    Process process = builder.start();
    try (OutputStream out = process.getOutputStream()) {
      out.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }
}
