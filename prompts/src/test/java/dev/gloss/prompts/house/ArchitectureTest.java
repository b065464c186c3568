package dev.gloss.prompts.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.gloss.prompts.chat.ChatTemplate;
import org.junit.jupiter.api.Test;

/// What this module may know. ARCHITECTURE.md gives the reasons.
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(ChatTemplate.class.getProtectionDomain().getCodeSource().getLocation());

  @Test
  void theEngineIsKnownByItsRootPackageAlone() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.gloss.inference.*..")
        .check(CLASSES);
  }

  @Test
  void thereAreNoCycles() {
    slices().matching("dev.gloss.prompts.(*)..").should().beFreeOfCycles().check(CLASSES);
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
