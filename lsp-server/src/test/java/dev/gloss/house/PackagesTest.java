package dev.gloss.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// Every package says what lives in it, and the map of the house names it.
class PackagesTest {

  @Test
  void everyPackageHasAPackageInfoThatIsNullMarked() {
    check(
        folder -> {
          Path info = folder.resolve("package-info.java");
          return Files.exists(info) && read(info).contains("@NullMarked");
        });
  }

  @Test
  void theArchitectureDocumentNamesEveryPackage() {
    String architecture = read(Repository.root().resolve("ARCHITECTURE.md"));
    check(folder -> architecture.contains("`" + packageOf(folder) + "`"));
  }

  private static void check(Predicate<Path> rule) {
    assertEquals(
        List.of(),
        packageFolders().stream().filter(rule.negate()).map(PackagesTest::packageOf).toList());
  }

  private static List<Path> packageFolders() {
    return Repository.javaSources("src/main/java").stream()
        .map(Path::getParent)
        .distinct()
        .toList();
  }

  private static String packageOf(Path folder) {
    String path = Repository.root().relativize(folder).toString().replace('\\', '/');
    return path.substring(path.indexOf("java/") + "java/".length()).replace('/', '.');
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
