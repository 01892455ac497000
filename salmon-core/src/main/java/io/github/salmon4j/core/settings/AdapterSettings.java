package io.github.salmon4j.core.settings;

/**
 * The low-rank adapters that are trained on a frozen base (Hu et al. 2021, arXiv:2106.09685), on
 * every projection of attention and feed-forward.
 *
 * @param rank R, at least 1; 64 in paper and released code
 * @param alpha numerator of the scale {@code alpha / rank}; finite, above 0; 16 in the released
 *     code; the paper does not say
 */
public record AdapterSettings(int rank, double alpha) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public AdapterSettings {
    Counts.requireAtLeastOne("adapter rank", rank);
    if (!(alpha > 0) || Double.isInfinite(alpha)) {
      throw new IllegalArgumentException(
          "adapter alpha: expected a finite number above 0, found " + alpha);
    }
  }
}
