package io.github.salmon4j.core.calibration;

import com.google.common.collect.ImmutableMap;
import io.github.salmon4j.preference.PreferenceLabel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a judge's labels say of the judge: swap consistency and position bias, per principle and
 * overall.
 *
 * @param byPrinciple diagnostics by the principle's name, in order of first appearance;
 *     unmodifiable
 * @param overall diagnostics of all labels together
 */
public record JudgeReport(Map<String, JudgeDiagnostics> byPrinciple, JudgeDiagnostics overall) {

  /** Copies the map, keeping its order. */
  public JudgeReport {
    byPrinciple = ImmutableMap.copyOf(byPrinciple);
    Objects.requireNonNull(overall, "overall");
  }

  /**
   * {@return a report of these labels}
   *
   * @param labels raw labels in any order; may be empty
   * @throws IllegalArgumentException if margins are so large that a variance is not finite
   */
  public static JudgeReport of(List<PreferenceLabel> labels) {
    Map<String, List<PreferenceLabel>> groups = new LinkedHashMap<>();
    for (PreferenceLabel label : labels) {
      groups.computeIfAbsent(label.principle().name(), name -> new ArrayList<>()).add(label);
    }
    Map<String, JudgeDiagnostics> byPrinciple = new LinkedHashMap<>();
    groups.forEach((name, group) -> byPrinciple.put(name, diagnose("'" + name + "'", group)));
    return new JudgeReport(byPrinciple, diagnose("all principles", labels));
  }

  private static JudgeDiagnostics diagnose(String whose, List<PreferenceLabel> labels) {
    JudgeDiagnostics diagnostics = JudgeDiagnostics.of(labels);
    if (!labels.isEmpty() && !Double.isFinite(diagnostics.variance())) {
      throw new IllegalArgumentException(
          "margins of " + whose + ": expected a finite variance, found " + diagnostics.variance());
    }
    return diagnostics;
  }
}
