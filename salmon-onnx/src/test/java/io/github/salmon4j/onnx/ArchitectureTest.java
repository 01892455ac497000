package io.github.salmon4j.onnx;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Who may depend on whom: data flows one way, and each library has one door. */
class ArchitectureTest {

  private static final String OURS = "io.github.salmon4j";

  /** The api's packages: all that do not belong to core or to the engine. */
  private static final String[] API = {
    OURS,
    OURS + ".language..",
    OURS + ".ppo..",
    OURS + ".preference..",
    OURS + ".principle..",
    OURS + ".prompt..",
    OURS + ".reward..",
    OURS + ".training.."
  };

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(OURS);

  @Test
  void api_dependsOnNothing() {
    classes()
        .that()
        .resideInAnyPackage(API)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(concat(API, "java..", "org.jspecify.."))
        .check(CLASSES);
  }

  @Test
  void core_neverSeesTheEngine() {
    noClasses()
        .that()
        .resideInAPackage(OURS + ".core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(OURS + ".onnx..", "ai.onnxruntime..", "ai.djl..")
        .check(CLASSES);
  }

  @Test
  void packages_haveNoCycles() {
    slices().matching(OURS + ".(onnx|core).(*)..").should().beFreeOfCycles().check(CLASSES);
    slices().matching(OURS + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onnxRuntime_isSeenOnlyWhereGraphsRun() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            OURS + ".onnx.session..", OURS + ".onnx.llama..", OURS + ".onnx.training..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.onnxruntime..")
        .check(CLASSES);
  }

  @Test
  void djl_isSeenOnlyByTheTokenizer() {
    noClasses()
        .that()
        .resideOutsideOfPackage(OURS + ".onnx.tokenizer..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.djl..")
        .check(CLASSES);
  }

  @Test
  void graphs_knowNoModelAndNoEngine() {
    noClasses()
        .that()
        .resideInAPackage(OURS + ".onnx.graph..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            OURS + ".onnx.llama..",
            OURS + ".onnx.session..",
            OURS + ".onnx.checkpoint..",
            OURS + ".onnx.autodiff..")
        .check(CLASSES);
  }

  @Test
  void gradients_knowOnlyGraphs() {
    classes()
        .that()
        .resideInAPackage(OURS + ".onnx.autodiff..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            OURS + ".onnx.autodiff..", OURS + ".onnx.graph..", "java..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void publicClasses_areFinal() {
    classes()
        .that()
        .resideInAPackage(OURS + "..")
        .and()
        .arePublic()
        .and()
        .areNotInterfaces()
        .and()
        .areNotEnums()
        .should()
        .haveModifier(JavaModifier.FINAL)
        .check(CLASSES);
  }

  private static String[] concat(String[] packages, String... more) {
    String[] all = Arrays.copyOf(packages, packages.length + more.length);
    System.arraycopy(more, 0, all, packages.length, more.length);
    return all;
  }
}
