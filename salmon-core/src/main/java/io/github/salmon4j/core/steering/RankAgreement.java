package io.github.salmon4j.core.steering;

/**
 * How far two scorings order the same pairs alike.
 *
 * @param pairs pairs compared, {@code n0}
 * @param agreeing pairs that both scorings order the same way, {@code C}
 * @param flips pairs that they order in opposite ways, {@code D}
 * @param tiedBefore pairs with equal scores before, {@code n1}
 * @param tiedAfter pairs with equal scores after, {@code n2}
 */
public record RankAgreement(
    long pairs, long agreeing, long flips, long tiedBefore, long tiedAfter) {

  /** {@return share of the pairs whose order flips, 0 to 1; 0 without pairs} */
  public double flipShare() {
    return pairs == 0 ? 0 : flips / (double) pairs;
  }

  /**
   * {@return Kendall's tau-b, {@code (C - D) / sqrt((n0 - n1) (n0 - n2))}, -1 to 1: 1 if every
   * order stays, -1 if every order flips; NaN if a scoring orders no pair} Without ties this is
   * {@code 1 - 2 flipShare}. Source: Kendall 1945, "The treatment of ties in ranking problems".
   * Over pairs of one prompt the counts of all prompts are summed first.
   */
  public double kendallTau() {
    double ordered = (double) (pairs - tiedBefore) * (pairs - tiedAfter);
    return ordered == 0 ? Double.NaN : (agreeing - flips) / Math.sqrt(ordered);
  }
}
