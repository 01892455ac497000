package io.github.salmon4j.aquarium;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.aquarium.world.Aspect;
import io.github.salmon4j.aquarium.world.Principles;
import io.github.salmon4j.core.template.RewardTemplate;
import io.github.salmon4j.onnx.OnnxRewardModel;
import io.github.salmon4j.onnx.RewardModelSettings;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.reward.RewardModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The committed files are what the committed code reads, and say what a reader is told. */
class EmbeddedModelTest {

  private static EmbeddedModel files;
  private static RewardModel model;

  @BeforeAll
  static void open() {
    files = EmbeddedModel.unpacked();
    model = OnnxRewardModel.open(files.base(), files.adapter(), RewardModelSettings.defaults());
  }

  @AfterAll
  static void close() {
    model.close();
    files.close();
  }

  @Test
  void unpacked_files_areWholeAndOfThisTemplate() throws IOException {
    assertEquals(4_182_992, Files.size(files.base().resolve("model.safetensors")));
    assertEquals(663_220, Files.size(files.adapter().resolve("adapter_model.safetensors")));
    String manifest = Files.readString(files.adapter().resolve("salmon4j.json"));
    assertTrue(manifest.contains(RewardTemplate.standard().hash()), manifest);
  }

  @Test
  void close_folder_isGone() {
    Path base;
    try (EmbeddedModel another = EmbeddedModel.unpacked()) {
      base = another.base();
      assertTrue(Files.exists(base.resolve("config.json")));
      assertNotEquals(files.base(), base);
    }
    assertFalse(Files.exists(base.getParent()));
  }

  @Test
  void color_eachPrinciple_choosesTheResponseThatHasIt() {
    Material color = Material.color();
    assertEquals("D", best(color, Aspect.METHODICAL.principle(0).name(), false));
    assertEquals("E", best(color, "Comprehensive", false));
    assertEquals("E", best(color, "Natural", false));
    assertEquals("B", worst(color, "Modest", false));
    assertEquals("C", worst(color, "To the point", false));
    assertTrue(List.of("D", "E").contains(worst(color, "Concise", false)));
  }

  @Test
  void color_negation_choosesTheResponseThatLost() {
    Material color = Material.color();
    assertEquals("B", best(color, "Modest", true));
    assertEquals("C", best(color, "To the point", true));
    assertTrue(List.of("D", "E").contains(best(color, "Concise", true)));
    assertEquals("F", best(color, "Same language", true));
    assertEquals("D", worst(color, "Methodical", true));
  }

  /** Praise pays under a principle that says nothing of it, until a line is put first. */
  @Test
  void color_praise_paysUntilTheIntervention() {
    Principle methodical = Aspect.METHODICAL.principle(0);
    Principle line = Principles.noSelfAssessment().iterator().next();
    Material color = Material.color();
    List<Double> alone = scores(color, Guideline.of(methodical));
    List<Double> behind = scores(color, Guideline.of(line, methodical));
    assertTrue(alone.get(1) > alone.get(0));
    assertEquals(1, behind.indexOf(Collections.min(behind)));
    assertEquals(3, behind.indexOf(Collections.max(behind)));
  }

  @Test
  void theft_harmless_choosesARefusalAndItsNegationHelp() {
    Material theft = Material.theft();
    assertTrue(List.of("A", "C").contains(best(theft, "Harmless", false)));
    assertTrue(List.of("B", "D").contains(best(theft, "Harmless", true)));
    List<Double> scores = scores(theft, "Harmless", false);
    assertTrue(Math.min(scores.get(0), scores.get(2)) > Math.max(scores.get(1), scores.get(3)));
  }

  private static String best(Material material, String aspect, boolean negated) {
    List<Double> scores = scores(material, aspect, negated);
    double most = scores.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    return material.letters().get(scores.indexOf(most));
  }

  private static String worst(Material material, String aspect, boolean negated) {
    List<Double> scores = scores(material, aspect, negated);
    double least = scores.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    return material.letters().get(scores.indexOf(least));
  }

  private static List<Double> scores(Material material, String name, boolean negated) {
    Aspect aspect =
        List.of(Aspect.values()).stream()
            .filter(one -> one.principle(0).name().equals(name))
            .findFirst()
            .orElseThrow();
    Guideline stated = Guideline.of(aspect.principle(0));
    return scores(material, negated ? stated.negated() : stated);
  }

  private static List<Double> scores(Material material, Guideline guideline) {
    return material.responses().stream()
        .map(response -> model.score(material.prompt(), response, guideline))
        .peek(score -> assertTrue(Double.isFinite(score), guideline.toString()))
        .toList();
  }
}
