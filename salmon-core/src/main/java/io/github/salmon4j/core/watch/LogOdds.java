package io.github.salmon4j.core.watch;

/**
 * Whether a share is higher in one sample than in another: the log-odds ratio with an informative
 * prior, in units of its standard deviation.
 *
 * <pre>
 *   p = (y + y0) / (n + n0)      a = A p      b = A (1 - p)
 *   delta = ln((y + a) / (n - y + b)) - ln((y0 + a) / (n0 - y0 + b))
 *   variance = 1/(y + a) + 1/(n - y + b) + 1/(y0 + a) + 1/(n0 - y0 + b)
 *   z = delta / sqrt(variance)
 * </pre>
 *
 * <p>Source: Monroe, Colaresi and Quinn 2008, "Fightin' Words", eq. 16 and 19 to 22, with the two
 * samples together as the prior's corpus, and the variance before its last approximation, which
 * holds for rare words only. There {@code y} counts words; here it counts responses, because words
 * of one response are not independent of each other. The prior, worth {@value #PRIOR} responses of
 * no difference, pulls z towards 0: where nothing changed, z varies less than a standard normal
 * variable does, above all at small counts.
 */
final class LogOdds {

  /** The prior's weight {@code A}, in responses. */
  static final double PRIOR = 100;

  private LogOdds() {}

  /**
   * {@return z; 0 if all or none of both samples count}
   *
   * @param y how many of the first sample count
   * @param n size of the first sample
   * @param y0 how many of the second sample count
   * @param n0 size of the second sample
   */
  static double z(double y, double n, double y0, double n0) {
    double p = (y + y0) / (n + n0);
    if (p == 0 || p == 1) {
      return 0;
    }
    double a = PRIOR * p;
    double b = PRIOR * (1 - p);
    double delta = Math.log((y + a) / (n - y + b)) - Math.log((y0 + a) / (n0 - y0 + b));
    double variance = 1 / (y + a) + 1 / (n - y + b) + 1 / (y0 + a) + 1 / (n0 - y0 + b);
    return delta / Math.sqrt(variance);
  }
}
