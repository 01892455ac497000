package io.github.salmon4j.core.calibration;

import io.github.salmon4j.preference.PreferenceLabel;
import java.util.List;

/**
 * How far a judge can be trusted, from its margins d12 and d21 in the two orders of presentation.
 *
 * @param count number of labels, n
 * @param swapConsistency share of labels with {@code sign(d12) = sign(d21)}, where two zeros have
 *     the same sign; 1 for a judge that never minds the order; NaN without labels
 * @param positionBias mean of {@code b = (d12 - d21) / 2}, in nats: 0 for an unbiased judge,
 *     positive for one that favors what it is shown first; NaN without labels
 * @param positionBiasError standard error of the position bias, in nats, as if labels were
 *     independent: {@code sqrt(sum (b - mean b)^2 / (n - 1)) / sqrt(n)}; NaN for fewer than 2
 *     labels
 * @param variance population variance of all 2n margins around their common mean, in nats squared:
 *     {@code sum (d - mean d)^2 / 2n}; exactly 0 if all are equal; NaN without labels
 */
public record JudgeDiagnostics(
    int count,
    double swapConsistency,
    double positionBias,
    double positionBiasError,
    double variance) {

  /** The diagnostics of labels of one principle, or of several. */
  static JudgeDiagnostics of(List<PreferenceLabel> labels) {
    int n = labels.size();
    double consistent = 0;
    double bias = 0;
    for (PreferenceLabel label : labels) {
      boolean sameSign = Math.signum(label.marginInOrder()) == Math.signum(label.marginSwapped());
      consistent += sameSign ? 1 : 0;
      bias += label.positionBias() / n;
    }
    double squares = 0;
    for (PreferenceLabel label : labels) {
      double deviation = label.positionBias() - bias;
      squares += deviation * deviation;
    }
    return new JudgeDiagnostics(
        n,
        consistent / n,
        n == 0 ? Double.NaN : bias,
        Math.sqrt(squares / (n - 1) / n),
        variance(labels));
  }

  /** Each label's two terms are added first, so that exchanging responses changes no bit. */
  private static double variance(List<PreferenceLabel> labels) {
    if (allEqual(labels)) {
      return labels.isEmpty() ? Double.NaN : 0;
    }
    double mean = labels.stream().mapToDouble(PreferenceLabel::meanMargin).sum() / labels.size();
    double squares = 0;
    for (PreferenceLabel label : labels) {
      double inOrder = label.marginInOrder() - mean;
      double swapped = label.marginSwapped() - mean;
      squares += inOrder * inOrder + swapped * swapped;
    }
    return squares / (2.0 * labels.size());
  }

  private static boolean allEqual(List<PreferenceLabel> labels) {
    return labels.stream()
        .allMatch(
            label ->
                label.marginInOrder() == labels.get(0).marginInOrder()
                    && label.marginSwapped() == labels.get(0).marginInOrder());
  }
}
