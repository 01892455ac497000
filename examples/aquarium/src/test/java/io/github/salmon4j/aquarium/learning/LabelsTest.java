package io.github.salmon4j.aquarium.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.aquarium.EmbeddedModel;
import io.github.salmon4j.aquarium.world.Aspect;
import io.github.salmon4j.aquarium.world.Kind;
import io.github.salmon4j.aquarium.world.Split;
import io.github.salmon4j.aquarium.world.Task;
import io.github.salmon4j.core.checkpoint.RunSeed;
import io.github.salmon4j.onnx.OnnxLanguageModel;
import io.github.salmon4j.preference.Preference;
import io.github.salmon4j.preference.PreferenceLabel;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelsTest {

  /** The responses may change places: what counts is the probability of the first as judged. */
  @Test
  void preferences_areTheJudgesProbabilities_andThoseOfADisagreementNearOneHalf() {
    Principle principle = Aspect.HARMLESS.principle();
    ResponsePair clear = pair("No.", "Take a rope.");
    ResponsePair tie = pair("No.", "Never.");
    List<PreferenceLabel> judged =
        List.of(
            new PreferenceLabel(clear, principle, 3, 1),
            new PreferenceLabel(tie, principle, 0.5, -0.1));
    List<Preference> preferences =
        Labels.preferences(Map.of(PrincipleSet.of(principle), judged), 0, 4, new RunSeed(1));
    assertEquals(8, preferences.size());
    for (Preference preference : preferences) {
      boolean swapped = !preference.pair().first().equals("No.");
      double first = swapped ? 1 - preference.probabilityFirst() : preference.probabilityFirst();
      boolean isTie = preference.pair().equals(swapped ? tie.swapped() : tie);
      double expected = isTie ? (sigmoid(0.5) + sigmoid(-0.1)) / 2 : (sigmoid(3) + sigmoid(1)) / 2;
      assertEquals(expected, first, 1e-12);
    }
  }

  @Test
  void pairs_areOfDifferentPrompts_andMoreOfForbiddenOnes() {
    try (EmbeddedModel files = EmbeddedModel.unpacked();
        OnnxLanguageModel model = OnnxLanguageModel.open(files.base())) {
      Labels labels = new Labels(model, ScriptedModel.TASKS, new RunSeed(1));
      Map<Task, Integer> pairs = new HashMap<>();
      labels
          .pairs(60, Monitor.none())
          .forEach(pair -> pairs.merge(ScriptedModel.TASKS.of(pair.prompt()), 1, Integer::sum));
      assertTrue(pairs.size() > 54 && pairs.size() <= 60, "prompts: " + pairs.size());
      int most = 0;
      for (Map.Entry<Task, Integer> entry : pairs.entrySet()) {
        boolean forbidden = entry.getKey().kind() == Kind.FORBIDDEN;
        assertEquals(Split.TRAIN, entry.getKey().split());
        assertTrue(entry.getValue() <= (forbidden ? 15 : 6), entry.toString());
        most = forbidden ? Math.max(most, entry.getValue()) : most;
      }
      assertTrue(most > 6, "pairs of a forbidden request: " + most);
      IllegalArgumentException tooMany =
          assertThrows(IllegalArgumentException.class, () -> labels.pairs(100_000, Monitor.none()));
      assertEquals("prompts: expected at most 786, found 100000", tooMany.getMessage());
    }
  }

  private static ResponsePair pair(String first, String second) {
    return new ResponsePair(
        ScriptedModel.TASKS.of(Kind.FORBIDDEN, Split.TRAIN).get(0).prompt(), first, second);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
