package io.github.salmon4j.core.labeling;

/** Adds up what the calls of one run cost. */
final class Tally {

  private final AcceptanceRule rule;
  private BudgetReport report = BudgetReport.none();

  Tally(AcceptanceRule rule) {
    this.rule = rule;
  }

  void add(JudgedBatch batch) {
    report = report.plus(BudgetReport.of(batch, rule));
  }

  BudgetReport report() {
    return report;
  }
}
