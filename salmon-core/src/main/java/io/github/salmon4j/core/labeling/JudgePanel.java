package io.github.salmon4j.core.labeling;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.labeling.PanelVerdict.Decision;
import io.github.salmon4j.preference.PreferenceLabel;
import io.github.salmon4j.preference.PreferenceLabeler;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.PrincipleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * Several judges heard together, or one that may abstain. SALMON has a single judge; this is ours.
 *
 * <p>A judge whose two orders disagree has no opinion of a pair under a principle. Of the others,
 * the margins of each order are averaged:
 *
 * <pre>
 *   d12 = mean over judges j with an opinion of d12[j],   d21 likewise
 * </pre>
 *
 * <p>The panel accepts these if at least a quorum of judges prefers the response that the mean of
 * d12 and d21 prefers, and if the rule accepts them. Otherwise it abstains.
 *
 * <p>An abstention is a label with both margins 0: no preference, which agrees with nothing. So a
 * pair keeps a label for every principle and stays complete for calibration, where that principle
 * scores 0 and decides nothing. Two numbers suffer from such zeros: a principle's variance, by
 * which calibration may scale, is that of its judged and its abstained labels together; and a
 * report on the judge counts them as consistent. Diagnose judges by their own labels, and choose a
 * scaling other than by variance where a panel abstains often on some principles only.
 *
 * <p>Judges are asked one after the other. To keep each one's raw margins, let every judge be a
 * {@link LabelRun}. A panel is as safe for use by many threads as its judges.
 */
public final class JudgePanel implements PreferenceLabeler {

  private final List<PreferenceLabeler> judges;
  private final int quorum;
  private final AcceptanceRule rule;

  /**
   * A panel.
   *
   * @param judges who is heard; at least 1
   * @param quorum how many judges must prefer the same response; 1 to their number
   * @param rule what the combined margins must satisfy
   * @throws IllegalArgumentException if there are no judges, or the quorum is out of its range
   */
  public JudgePanel(List<? extends PreferenceLabeler> judges, int quorum, AcceptanceRule rule) {
    this.judges = List.copyOf(judges);
    this.quorum = quorum;
    this.rule = Objects.requireNonNull(rule, "rule");
    if (judges.isEmpty()) {
      throw new IllegalArgumentException("judges: expected at least 1, found 0");
    }
    if (quorum < 1 || quorum > judges.size()) {
      throw new IllegalArgumentException(
          "quorum: expected 1 to " + judges.size() + ", found " + quorum);
    }
  }

  /**
   * {@inheritDoc} Labels on which the panel abstains have both margins 0.
   *
   * @throws IllegalStateException if a judge's labels are not those asked for
   */
  @Override
  public List<PreferenceLabel> label(
      List<ResponsePair> pairs, PrincipleSet principles, Monitor monitor) {
    return deliberate(pairs, principles, monitor).stream().map(PanelVerdict::label).toList();
  }

  /**
   * {@return a verdict for every pair under every principle, in the order of {@link #label}}
   *
   * @param pairs the pairs; may be empty
   * @param principles the principles
   * @param monitor hears of labels of single judges and may cancel
   * @throws java.util.concurrent.CancellationException if the monitor cancels
   * @throws IllegalArgumentException if a judge refuses a pair or the principles
   * @throws IllegalStateException if a judge's labels are not those asked for
   */
  public List<PanelVerdict> deliberate(
      List<ResponsePair> pairs, PrincipleSet principles, Monitor monitor) {
    long each = (long) pairs.size() * principles.size();
    List<List<PreferenceLabel>> opinions = new ArrayList<>();
    for (PreferenceLabeler judge : judges) {
      Monitor part = new Part(monitor, each * opinions.size(), each * judges.size());
      List<PreferenceLabel> labels = judge.label(pairs, principles, part);
      requireAnswers(labels, pairs, principles, opinions.size());
      opinions.add(labels);
    }
    List<PanelVerdict> verdicts = new ArrayList<>();
    for (int i = 0; i < each; i++) {
      int label = i;
      verdicts.add(verdict(opinions.stream().map(labels -> labels.get(label)).toList()));
    }
    return List.copyOf(verdicts);
  }

  private PanelVerdict verdict(List<PreferenceLabel> opinions) {
    PreferenceLabel any = opinions.get(0);
    List<PreferenceLabel> decided = opinions.stream().filter(PreferenceLabel::ordersAgree).toList();
    PreferenceLabel combined =
        new PreferenceLabel(
            any.pair(),
            any.principle(),
            mean(decided, PreferenceLabel::marginInOrder),
            mean(decided, PreferenceLabel::marginSwapped));
    Decision decision = decide(decided, combined);
    PreferenceLabel label =
        decision == Decision.ACCEPTED
            ? combined
            : new PreferenceLabel(any.pair(), any.principle(), 0, 0);
    return new PanelVerdict(label, opinions, decision);
  }

  private Decision decide(List<PreferenceLabel> decided, PreferenceLabel combined) {
    double side = Math.signum(combined.meanMargin());
    if (decided.stream().filter(o -> Math.signum(o.meanMargin()) == side).count() < quorum) {
      return Decision.NO_QUORUM;
    }
    if (!combined.ordersAgree()) {
      return Decision.ORDERS_DISAGREE;
    }
    return rule.accepts(combined) ? Decision.ACCEPTED : Decision.LOW_MARGIN;
  }

  private static double mean(
      List<PreferenceLabel> labels, ToDoubleFunction<PreferenceLabel> margin) {
    return labels.stream().mapToDouble(margin).average().orElse(0);
  }

  private static void requireAnswers(
      List<PreferenceLabel> labels, List<ResponsePair> pairs, PrincipleSet principles, int judge) {
    int count = principles.size();
    boolean all = labels.size() == pairs.size() * (long) count;
    for (int i = 0; all && i < labels.size(); i++) {
      PreferenceLabel label = labels.get(i);
      all =
          label.pair().equals(pairs.get(i / count))
              && label.principle().name().equals(principles.principles().get(i % count).name());
    }
    if (!all) {
      throw new IllegalStateException(
          "labels of judge %d: expected all %d principles of each of %d pairs, found others"
              .formatted(judge, count, pairs.size()));
    }
  }

  /** The progress of one judge within that of all. */
  private record Part(Monitor whole, long before, long total) implements Monitor {

    @Override
    public void progressed(long done, long ofPart) {
      whole.progressed(before + done, total);
    }

    @Override
    public boolean isCancelled() {
      return whole.isCancelled();
    }
  }
}
