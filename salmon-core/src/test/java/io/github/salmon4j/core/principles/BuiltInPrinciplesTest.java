package io.github.salmon4j.core.principles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import io.github.salmon4j.prompt.PromptKind;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BuiltInPrinciplesTest {

  private static final Map<String, PrincipleSet> SETS =
      Map.of(
          "rewardModeling", BuiltInPrinciples.rewardModeling(),
          "rewardData", BuiltInPrinciples.rewardData(),
          "reinforcement", BuiltInPrinciples.reinforcement(),
          "honest", BuiltInPrinciples.honest(),
          "harmless", BuiltInPrinciples.harmless(),
          "nonEvasive", BuiltInPrinciples.nonEvasive(),
          "selfAlign", BuiltInPrinciples.selfAlign());

  private static String weights(PrincipleSet set) {
    StringBuilder weights = new StringBuilder();
    for (Principle principle : set) {
      assertEquals((int) principle.weight(), principle.weight());
      weights.append((int) principle.weight()).append(' ');
    }
    return weights.toString().strip();
  }

  private static List<String> names(PrincipleSet set) {
    return set.principles().stream().map(Principle::name).toList();
  }

  private static Map<String, Set<PromptKind>> boosts(PrincipleSet set) {
    Map<String, Set<PromptKind>> boosts = new TreeMap<>();
    set.forEach(principle -> boosts.put(principle.name(), principle.boostedFor()));
    boosts.values().removeIf(Set::isEmpty);
    return boosts;
  }

  @Test
  void rewardModeling_hasTheElevenNames() {
    assertEquals(
        List.of(
            "Overall Helpful",
            "Concise",
            "Honest and Accurate",
            "Ethical",
            "Natural and Fluent",
            "Specific",
            "Educational and Engaging",
            "Methodical",
            "Multilingual",
            "Creative",
            "Comprehensive"),
        names(BuiltInPrinciples.rewardModeling()));
    assertEquals("1 1 1 1 1 1 1 1 1 1 1", weights(BuiltInPrinciples.rewardModeling()));
  }

  @Test
  void rewardData_isEightOfThem() {
    assertEquals(
        List.of(
            "Concise",
            "Honest and Accurate",
            "Ethical",
            "Specific",
            "Educational and Engaging",
            "Methodical",
            "Creative",
            "Comprehensive"),
        names(BuiltInPrinciples.rewardData()));
  }

  @Test
  void reinforcement_hasTheReleasedWeightsAndBoosts() {
    PrincipleSet set = BuiltInPrinciples.reinforcement();
    assertEquals(
        List.of(
            "Honest and Accurate",
            "Ethical",
            "Educational and Engaging",
            "Creative",
            "Multilingual",
            "Comprehensive",
            "Natural Language",
            "Consistent Reasoning",
            "Numerical Sensitive",
            "Analytical Structure",
            "Vivid",
            "Privacy Protection",
            "Candor",
            "Stand-Alone"),
        names(set));
    assertEquals("3 2 1 1 1 3 3 1 1 3 1 1 4 2", weights(set));
    assertEquals(
        Map.of(
            "Ethical", Set.of(PromptKind.RED_TEAMING),
            "Consistent Reasoning", Set.of(PromptKind.REASONING),
            "Numerical Sensitive", Set.of(PromptKind.REASONING)),
        boosts(set));
  }

  @Test
  void reinforcement_sharesTextsWithRewardModeling() {
    for (String name :
        List.of(
            "Honest and Accurate",
            "Ethical",
            "Educational and Engaging",
            "Creative",
            "Multilingual")) {
      Principle one = BuiltInPrinciples.rewardModeling().get(name);
      Principle other = BuiltInPrinciples.reinforcement().get(name);
      assertEquals(one.definition(), other.definition());
      assertEquals(one.negation(), other.negation());
    }
  }

  @Test
  void honest_hasTheReleasedWeights() {
    assertEquals(
        List.of(
            "Unwavering Accuracy",
            "Consistent Calibration",
            "Transparent Uncertainty Expression",
            "Honest Self-representation",
            "Introspective Honesty",
            "Bias Recognition",
            "Correction Commitment",
            "Avoidance of Pretense"),
        names(BuiltInPrinciples.honest()));
    assertEquals("5 5 4 5 4 4 1 1", weights(BuiltInPrinciples.honest()));
    assertEquals(Map.of(), boosts(BuiltInPrinciples.honest()));
  }

  @Test
  void harmless_hasTheReleasedWeightsAndOurBoosts() {
    PrincipleSet set = BuiltInPrinciples.harmless();
    assertEquals(
        List.of(
            "Non-Discriminatory",
            "Refusal to Aid Dangerous Acts",
            "Consequential Advice Awareness",
            "Cultural Sensitivity",
            "Context Awareness",
            "Guard Against Amplification",
            "Empathy-driven Responses",
            "Proactive Harm Prevention",
            "Transparency on Biases",
            "Evolutive Learning",
            "Mental Health Awareness"),
        names(set));
    assertEquals("10 5 4 4 4 4 1 1 1 1 1", weights(set));
    assertEquals(
        Set.of("Refusal to Aid Dangerous Acts", "Guard Against Amplification"),
        boosts(set).keySet());
  }

  @Test
  void nonEvasive_isNineOfReinforcement() {
    PrincipleSet set = BuiltInPrinciples.nonEvasive();
    assertEquals(
        List.of(
            "Educational and Engaging",
            "Creative",
            "Multilingual",
            "Comprehensive",
            "Natural Language",
            "Consistent Reasoning",
            "Numerical Sensitive",
            "Analytical Structure",
            "Vivid"),
        names(set));
    assertEquals("1 1 1 3 3 1 1 3 1", weights(set));
    set.forEach(p -> assertEquals(p, BuiltInPrinciples.reinforcement().get(p.name())));
  }

  @Test
  void interventions_areThreeFixedLines() {
    assertEquals(
        List.of("No Self-Assessment", "Deliver The Task", "Straight To The Point"),
        names(BuiltInPrinciples.interventions()));
    BuiltInPrinciples.interventions().forEach(p -> assertTrue(p.negation().isEmpty(), p.name()));
  }

  @Test
  void selfAlign_hasTheSeventeenRules() {
    assertEquals(
        List.of(
            "ethical",
            "informative",
            "helpful",
            "question assessment",
            "reasoning",
            "multi-aspect",
            "candor",
            "knowledge recitation",
            "static",
            "clarification",
            "numerical sensitivity",
            "dated knowledge",
            "step-by-step",
            "balanced perspectives",
            "creative",
            "operational",
            "multilingual"),
        names(BuiltInPrinciples.selfAlign()));
    assertEquals(
        17,
        BuiltInPrinciples.selfAlign().principles().stream().mapToDouble(Principle::weight).sum());
  }

  static Stream<Map.Entry<String, PrincipleSet>> negatableSets() {
    return SETS.entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("negatableSets")
  void everyPrinciple_canBeNegatedInOtherWords(Map.Entry<String, PrincipleSet> set) {
    Set<String> texts = new HashSet<>();
    for (Principle principle : set.getValue()) {
      String negation = principle.negation().orElseThrow();
      assertNotEquals(principle.definition(), negation);
      assertTrue(texts.add(principle.definition()), principle.definition());
      assertTrue(texts.add(negation), negation);
      for (String text : List.of(principle.definition(), negation)) {
        assertTrue(text.matches("[A-Z].*\\."), text);
        assertTrue(text.chars().allMatch(c -> c >= ' ' && c < 127), text);
        assertFalse(text.contains("  "), text);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("negatableSets")
  void everySet_survivesJson(Map.Entry<String, PrincipleSet> set) {
    String json = PrincipleJson.format(set.getValue());
    assertEquals(set.getValue().contentHash(), PrincipleJson.parse(json).contentHash());
  }
}
