package io.github.salmon4j.core.calibration;

import io.github.salmon4j.preference.PreferenceLabel;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.PrincipleSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A pair with its labels by the principle's name, and its index in order of first appearance. */
record JudgedPair(int sample, ResponsePair pair, Map<String, PreferenceLabel> labels) {

  /**
   * Brings the labels of each pair together.
   *
   * @throws IllegalArgumentException if a pair has two labels for one principle
   */
  static List<JudgedPair> group(List<PreferenceLabel> labels) {
    Map<ResponsePair, JudgedPair> pairs = new LinkedHashMap<>();
    for (int row = 0; row < labels.size(); row++) {
      PreferenceLabel label = labels.get(row);
      int sample = pairs.size();
      JudgedPair judged =
          pairs.computeIfAbsent(
              label.pair(), pair -> new JudgedPair(sample, pair, new HashMap<>()));
      String name = label.principle().name();
      if (judged.labels.putIfAbsent(name, label) != null) {
        throw new IllegalArgumentException(
            "label "
                + row
                + ": expected one label per pair and principle, found another of '"
                + name
                + "' for pair "
                + judged.sample);
      }
    }
    return new ArrayList<>(pairs.values());
  }

  /** Whether the pair was judged by every principle of a set. */
  boolean hasAll(PrincipleSet principles) {
    return principles.principles().stream().allMatch(p -> labels.containsKey(p.name()));
  }

  /** The label of a principle that the pair was judged by. */
  PreferenceLabel label(String principle) {
    return Objects.requireNonNull(labels.get(principle));
  }
}
