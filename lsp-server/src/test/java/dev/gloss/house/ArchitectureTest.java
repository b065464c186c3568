package dev.gloss.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import dev.gloss.server.assist.Assistant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Which package of the server may know which; the other modules have such a test of their own.
/// ARCHITECTURE.md gives the reasons.
class ArchitectureTest {
  private static final String INFERENCE = "dev.gloss.inference";
  private static final String SERVER = "dev.gloss.server";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(Assistant.class.getProtectionDomain().getCodeSource().getLocation());

  /// What each package may use of the server beside itself; `cli` may use all, and none may use it.
  private static final Map<String, List<String>> MAY_USE =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("work", List.of()),
              Map.entry("workspace", List.of("work")),
              Map.entry("secrets", List.of()),
              Map.entry("context", List.of("secrets", "work", "workspace")),
              Map.entry("project", List.of("secrets", "context", "workspace", "work")),
              Map.entry("retrieval", List.of("project", "context", "workspace", "work")),
              Map.entry("names", List.of("project", "workspace", "work")),
              Map.entry("symbols", List.of("names", "project", "context", "workspace", "work")),
              Map.entry("trace", List.of()),
              Map.entry("status", List.of()),
              Map.entry("config", List.of()),
              Map.entry("models", List.of()),
              Map.entry(
                  "assist",
                  List.of(
                      "symbols",
                      "retrieval",
                      "context",
                      "workspace",
                      "trace",
                      "status",
                      "config",
                      "work")),
              Map.entry(
                  "lsp",
                  List.of(
                      "assist",
                      "symbols",
                      "retrieval",
                      "project",
                      "context",
                      "workspace",
                      "trace",
                      "status",
                      "config",
                      "work")),
              Map.entry("web", List.of("trace", "status")),
              Map.entry(
                  "eval",
                  List.of(
                      "assist",
                      "names",
                      "symbols",
                      "retrieval",
                      "project",
                      "context",
                      "workspace",
                      "trace",
                      "status",
                      "config",
                      "work")),
              Map.entry(
                  "typing",
                  List.of(
                      "lsp",
                      "eval",
                      "assist",
                      "context",
                      "workspace",
                      "trace",
                      "status",
                      "config",
                      "work"))));

  @Test
  void packagesKeepToWhatIsBelowThem() {
    LayeredArchitecture rooms =
        layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .ensureAllClassesAreContainedInArchitectureIgnoring(SERVER)
            .layer("cli")
            .definedBy(SERVER + ".cli..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer();
    for (String name : MAY_USE.keySet()) {
      rooms = rooms.layer(name).definedBy(SERVER + "." + name + "..");
    }
    for (Map.Entry<String, List<String>> room : MAY_USE.entrySet()) {
      String[] allowed = room.getValue().toArray(String[]::new);
      rooms =
          allowed.length == 0
              ? rooms.whereLayer(room.getKey()).mayNotAccessAnyLayer()
              : rooms.whereLayer(room.getKey()).mayOnlyAccessLayers(allowed);
    }
    rooms.check(CLASSES);
  }

  @Test
  void onlyTheCommandLineOpensAnEngine() {
    noClasses()
        .that()
        .resideOutsideOfPackages(SERVER + ".cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(INFERENCE + ".*..")
        .check(CLASSES);
  }

  @Test
  void eachOutsideLibraryIsKnownToItsRooms() {
    alone("org.eclipse.lsp4j..", SERVER + ".lsp..", SERVER + ".typing..");
    alone("io.vertx..", SERVER + ".web..");
    alone("picocli..", SERVER + ".cli..");
    alone("org.treesitter..", SERVER + ".names..");
    alone("org.apache.lucene..", SERVER + ".retrieval..");
  }

  @Test
  void onlyTheCommandLineWritesToStandardOutputOrExits() {
    noClasses()
        .that()
        .resideOutsideOfPackage(SERVER + ".cli..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .check(CLASSES);
  }

  @Test
  void thereAreNoCycles() {
    slices().matching(SERVER + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  private static void alone(String library, String... rooms) {
    noClasses()
        .that()
        .resideOutsideOfPackages(rooms)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(CLASSES);
  }
}
