package io.github.salmon4j.core.labeling;

import com.google.common.collect.ImmutableMap;
import io.github.salmon4j.core.labeling.PanelVerdict.Decision;
import io.github.salmon4j.preference.PreferenceLabel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How often a panel abstained, and who stood where.
 *
 * @param decisions number of verdicts by decision; every decision is listed; unmodifiable
 * @param judges how each judge stood to the accepted verdicts, in the order of the judges; empty
 *     without verdicts; unmodifiable
 */
public record PanelReport(Map<Decision, Long> decisions, List<Votes> judges) {

  /** Copies the collections. */
  public PanelReport {
    decisions = ImmutableMap.copyOf(decisions);
    judges = List.copyOf(judges);
  }

  /**
   * One judge's part in a panel's accepted verdicts.
   *
   * @param supporting number of verdicts that prefer the same response as this judge
   * @param opposing number of verdicts that prefer the other one
   * @param undecided number of verdicts on which this judge's two orders disagree
   */
  public record Votes(long supporting, long opposing, long undecided) {}

  /**
   * {@return the report of these verdicts}
   *
   * @param verdicts of one panel
   */
  public static PanelReport of(List<PanelVerdict> verdicts) {
    Map<Decision, Long> decisions = new EnumMap<>(Decision.class);
    for (Decision decision : Decision.values()) {
      decisions.put(decision, verdicts.stream().filter(v -> v.decision() == decision).count());
    }
    int count = verdicts.isEmpty() ? 0 : verdicts.get(0).opinions().size();
    List<Votes> judges = new ArrayList<>();
    for (int judge = 0; judge < count; judge++) {
      judges.add(votes(verdicts, judge));
    }
    return new PanelReport(decisions, judges);
  }

  private static Votes votes(List<PanelVerdict> verdicts, int judge) {
    long supporting = 0;
    long opposing = 0;
    long undecided = 0;
    for (PanelVerdict verdict : verdicts) {
      if (verdict.decision() == Decision.ACCEPTED) {
        PreferenceLabel opinion = verdict.opinions().get(judge);
        if (!opinion.ordersAgree()) {
          undecided++;
        } else if (opinion.meanMargin() > 0 == verdict.label().meanMargin() > 0) {
          supporting++;
        } else {
          opposing++;
        }
      }
    }
    return new Votes(supporting, opposing, undecided);
  }
}
