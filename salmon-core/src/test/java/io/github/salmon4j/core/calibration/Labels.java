package io.github.salmon4j.core.calibration;

import io.github.salmon4j.preference.PreferenceLabel;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import io.github.salmon4j.prompt.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Pairs, principles and labels to calibrate. */
final class Labels {

  static final Principle CONCISE = Principle.of("Concise", "Be brief.", "Be long.");
  static final Principle ETHICAL = Principle.of("Ethical", "Be good.", "Be bad.");
  static final Principle SPECIFIC = Principle.of("Specific", "Be exact.", "Be vague.");
  static final PrincipleSet THREE = PrincipleSet.of(CONCISE, ETHICAL, SPECIFIC);

  private Labels() {}

  static ResponsePair pair(int index) {
    return new ResponsePair(Prompt.of("Question " + index), "one " + index, "two " + index);
  }

  static PreferenceLabel label(int pair, Principle principle, double d12, double d21) {
    return new PreferenceLabel(pair(pair), principle, d12, d21);
  }

  /** The same opinion of the pair with its responses exchanged. */
  static PreferenceLabel mirrored(PreferenceLabel label) {
    return new PreferenceLabel(
        label.pair().swapped(),
        label.principle(),
        0.0 - label.marginSwapped(),
        0.0 - label.marginInOrder());
  }

  /** Labels of every pair by every principle; one in eight margins is 0. */
  static List<PreferenceLabel> random(int pairs, PrincipleSet principles, RandomGenerator random) {
    List<PreferenceLabel> labels = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      for (Principle principle : principles) {
        labels.add(label(i, principle, margin(random), margin(random)));
      }
    }
    return labels;
  }

  private static double margin(RandomGenerator random) {
    return random.nextInt(8) == 0 ? 0 : random.nextGaussian() * 2 + 0.3;
  }

  static CalibrationSettings settings(
      Scoring scoring, SubsetSize size, double negation, LabelNoise noise, LabelRule... rules) {
    return new CalibrationSettings(
        scoring, size, negation, 0.5, List.of(rules), noise, LabelOutput.HARD, 1);
  }

  /** The rules of the reference and the frequency tests: they look at the pair's index only. */
  static LabelRule everyNth(String name, int n, LabelRule.Decision decision) {
    return new LabelRule() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Decision decide(ResponsePair pair, RandomGenerator random) {
        int index = Integer.parseInt(pair.prompt().text().substring("Question ".length()));
        return index % n == 0 ? decision : Decision.ABSTAIN;
      }
    };
  }
}
