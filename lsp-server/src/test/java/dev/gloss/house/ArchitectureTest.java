package dev.gloss.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Who may know whom. ARCHITECTURE.md gives the reasons.
class ArchitectureTest {
  private static final String INFERENCE = "dev.gloss.inference";
  private static final String PROMPTS = "dev.gloss.prompts";
  private static final String SERVER = "dev.gloss.server";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.gloss");

  /// What each package of the engine may use beside the engine's root package and itself.
  private static final Map<String, List<String>> ENGINE_MAY_USE =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("tensor", List.of()),
              Map.entry("tokenizer", List.of()),
              Map.entry("cache", List.of()),
              Map.entry("model", List.of("tensor")),
              Map.entry("checkpoint", List.of("tensor", "model")),
              Map.entry("backend", List.of("model")),
              Map.entry("cpu", List.of("backend", "model", "tensor")),
              Map.entry("decode", List.of()),
              Map.entry("schedule", List.of("decode", "cache", "backend"))));

  /// What each package of the CPU backend may use of the engine beside itself.
  private static final Map<String, List<String>> KERNELS_MAY_USE =
      new TreeMap<>(
          Map.of(
              "cpu.kernels", List.of("tensor"),
              "cpu.scalar", List.of("cpu.kernels", "tensor"),
              "cpu.vector", List.of("cpu.kernels", "cpu.scalar", "tensor"),
              "tensor", List.of()));

  /// What each package of the server may use of the server beside itself; none may use `cli`.
  private static final Map<String, List<String>> SERVER_MAY_USE =
      new TreeMap<>(
          Map.of(
              "workspace", List.of(),
              "context", List.of(),
              "trace", List.of(),
              "config", List.of(),
              "models", List.of(),
              "assist", List.of("context", "workspace", "trace", "config"),
              "lsp", List.of("assist", "context", "workspace", "trace", "config"),
              "web", List.of("trace"),
              "eval", List.of("assist", "context", "workspace", "trace", "config")));

  static List<ArchRule> engineRules() {
    return rules(INFERENCE, ENGINE_MAY_USE, List.of("engine"));
  }

  static List<ArchRule> kernelRules() {
    return rules(INFERENCE, KERNELS_MAY_USE, List.of("model", "backend"));
  }

  static List<ArchRule> serverRules() {
    return rules(SERVER, SERVER_MAY_USE, List.of("cli"));
  }

  @ParameterizedTest
  @MethodSource("engineRules")
  void enginePackagesKeepToWhatIsBelowThem(ArchRule rule) {
    rule.check(CLASSES);
  }

  @ParameterizedTest
  @MethodSource("kernelRules")
  void kernelsKnowNoModel(ArchRule rule) {
    rule.check(CLASSES);
  }

  @ParameterizedTest
  @MethodSource("serverRules")
  void serverPackagesKeepToWhatIsBelowThem(ArchRule rule) {
    rule.check(CLASSES);
  }

  @Test
  void theEngineKnowsNothingOfPromptsAndServer() {
    refuse(INFERENCE + "..", PROMPTS + "..", SERVER + "..");
  }

  @Test
  void theEnginesRootPackageStandsAlone() {
    refuse(INFERENCE, INFERENCE + ".*..");
  }

  @Test
  void codecsKnowNoTensors() {
    refuse(INFERENCE + ".tensor.codec", INFERENCE, INFERENCE + ".tensor");
  }

  @Test
  void promptsKnowTheEngineByItsRootPackageAlone() {
    refuse(PROMPTS + "..", INFERENCE + ".*..", SERVER + "..");
  }

  @Test
  void onlyTheCommandLineOpensAnEngine() {
    noClasses()
        .that()
        .resideInAPackage(SERVER + "..")
        .and()
        .resideOutsideOfPackages(SERVER + ".cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(INFERENCE + ".*..")
        .check(CLASSES);
  }

  @Test
  void eachOutsideLibraryIsKnownToOneRoom() {
    alone("jdk.incubator.vector..", INFERENCE + ".cpu.vector..");
    alone("org.eclipse.lsp4j..", SERVER + ".lsp..");
    alone("io.vertx..", SERVER + ".web..");
    alone("picocli..", SERVER + ".cli..");
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
    slices().matching("dev.gloss.(*).(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  private static List<ArchRule> rules(
      String root, Map<String, List<String>> mayUse, List<String> top) {
    List<ArchRule> rules = new ArrayList<>();
    mayUse.forEach(
        (name, allowed) -> {
          List<String> refused = new ArrayList<>(mayUse.keySet());
          refused.addAll(top);
          refused.removeAll(allowed);
          refused.remove(name);
          rules.add(
              noClasses()
                  .that()
                  .resideInAPackage(root + "." + name + "..")
                  .should()
                  .dependOnClassesThat()
                  .resideInAnyPackage(
                      refused.stream().map(r -> root + "." + r + "..").toArray(String[]::new))
                  .allowEmptyShould(true));
        });
    return rules;
  }

  private static void refuse(String from, String... to) {
    noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(to)
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  private static void alone(String library, String room) {
    noClasses()
        .that()
        .resideOutsideOfPackage(room)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(CLASSES);
  }
}
