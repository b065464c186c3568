package dev.gloss.inference.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import dev.gloss.inference.Engine;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Which package of the engine may know which. ARCHITECTURE.md gives the reasons.
class ArchitectureTest {
  private static final String ENGINE = "dev.gloss.inference";
  private static final String ROOT = "root";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(Engine.class.getProtectionDomain().getCodeSource().getLocation());

  /// What each package may use beside the root package and itself; `engine` may use all.
  private static final Map<String, List<String>> MAY_USE =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("tensor", List.of()),
              Map.entry("tokenizer", List.of()),
              Map.entry("cache", List.of()),
              Map.entry("decode", List.of()),
              Map.entry("model", List.of("tensor")),
              Map.entry("checkpoint", List.of("model", "tensor")),
              Map.entry("gguf", List.of("checkpoint", "model", "tensor", "tokenizer")),
              Map.entry("convert", List.of("checkpoint", "gguf", "model", "tensor", "tokenizer")),
              Map.entry("synthetic", List.of("checkpoint", "model", "tensor")),
              Map.entry("backend", List.of("model")),
              Map.entry("cpu.kernels", List.of("tensor")),
              Map.entry("cpu.scalar", List.of("cpu.kernels", "tensor")),
              Map.entry("cpu.vector", List.of("cpu.kernels", "cpu.scalar", "tensor")),
              Map.entry("cpu.machine", List.of("cpu.kernels", "cpu.scalar", "tensor")),
              Map.entry("cpu.packed", List.of("cpu.kernels", "model", "tensor")),
              Map.entry(
                  "cpu",
                  List.of(
                      "cpu.kernels",
                      "cpu.scalar",
                      "cpu.vector",
                      "cpu.machine",
                      "cpu.packed",
                      "backend",
                      "model",
                      "tensor")),
              Map.entry("schedule", List.of("decode", "cache", "backend"))));

  /// Packages whose sub-packages are rooms of their own.
  private static final Set<String> WITHOUT_SUBPACKAGES = Set.of("cpu");

  @Test
  void packagesKeepToWhatIsBelowThem() {
    LayeredArchitecture rooms =
        layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .ensureAllClassesAreContainedInArchitecture()
            .layer(ROOT)
            .definedBy(ENGINE)
            .layer("engine")
            .definedBy(ENGINE + ".engine..")
            .whereLayer(ROOT)
            .mayNotAccessAnyLayer()
            .whereLayer("engine")
            .mayNotBeAccessedByAnyLayer();
    for (String name : MAY_USE.keySet()) {
      String below = WITHOUT_SUBPACKAGES.contains(name) ? "" : "..";
      rooms = rooms.layer(name).definedBy(ENGINE + "." + name + below);
    }
    for (Map.Entry<String, List<String>> room : MAY_USE.entrySet()) {
      String[] allowed = room.getValue().toArray(new String[room.getValue().size() + 1]);
      allowed[allowed.length - 1] = ROOT;
      rooms = rooms.whereLayer(room.getKey()).mayOnlyAccessLayers(allowed);
    }
    rooms.check(CLASSES);
  }

  @Test
  void codecsKnowNoTensors() {
    noClasses()
        .that()
        .resideInAPackage(ENGINE + ".tensor.codec")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ENGINE, ENGINE + ".tensor")
        .check(CLASSES);
  }

  @Test
  void thereAreNoCycles() {
    slices().matching(ENGINE + ".(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void theVectorApiIsKnownToOneRoom() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ENGINE + ".cpu.vector..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator.vector..")
        .check(CLASSES);
  }

  @Test
  void nobodyWritesToStandardOutputOrExits() {
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .check(CLASSES);
  }
}
