package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.aquarium.report.Share;
import io.github.salmon4j.aquarium.world.Aspect;
import io.github.salmon4j.aquarium.world.Oracle;
import io.github.salmon4j.aquarium.world.Tasks;
import io.github.salmon4j.preference.Preference;
import io.github.salmon4j.preference.PreferenceLabel;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Polarity;
import io.github.salmon4j.principle.StatedPrinciple;
import io.github.salmon4j.reward.RewardModel;
import io.github.salmon4j.reward.RewardQuery;
import io.github.salmon4j.reward.RewardScore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Asks how often labels are right, where the oracle sees a clear difference: the judge's in one
 * order and in both, and those that a reward model is trained on, beside that reward model. A tie
 * is not right.
 */
final class LabelExam {

  private final Tasks tasks;
  private final Oracle oracle;

  LabelExam(Tasks tasks, Oracle oracle) {
    this.tasks = tasks;
    this.oracle = oracle;
  }

  /**
   * How often a judge is right.
   *
   * @param oneOrder in the order of the pair
   * @param bothOrders in the mean of both orders
   * @param agreeing in both orders, of those pairs on which they agree
   * @param byAspect in the mean of both orders, for each aspect on which pairs clearly differ
   */
  record Judged(Share oneOrder, Share bothOrders, Share agreeing, Map<Aspect, Share> byAspect) {}

  Judged judged(Collection<List<PreferenceLabel>> labels) {
    Tally one = new Tally();
    Tally both = new Tally();
    Tally agreeing = new Tally();
    for (List<PreferenceLabel> list : labels) {
      for (PreferenceLabel label : list) {
        Aspect aspect = Aspect.named(label.principle().name());
        double margin = margin(label.pair(), aspect);
        if (Oracle.isClear(margin)) {
          one.add(aspect, label.marginInOrder() * margin > 0);
          both.add(aspect, label.meanMargin() * margin > 0);
          if (label.ordersAgree()) {
            agreeing.add(aspect, label.meanMargin() * margin > 0);
          }
        }
      }
    }
    return new Judged(one.share(), both.share(), agreeing.share(), both.byAspect());
  }

  /**
   * On training examples with a guideline of one principle, affirmed or negated.
   *
   * @param labels how often the examples' own preferences are right
   * @param model how often the reward model that learned from them ranks as the oracle does
   */
  record Learned(Share labels, Share model) {}

  Learned learned(List<Preference> preferences, RewardModel model) {
    List<Preference> single = new ArrayList<>();
    List<RewardQuery> queries = new ArrayList<>();
    for (Preference preference : preferences) {
      if (preference.guideline().principles().size() == 1 && Oracle.isClear(margin(preference))) {
        ResponsePair pair = preference.pair();
        single.add(preference);
        queries.add(RewardQuery.of(pair.prompt(), pair.first(), preference.guideline()));
        queries.add(RewardQuery.of(pair.prompt(), pair.second(), preference.guideline()));
      }
    }
    List<List<RewardScore>> scores = model.score(queries, Monitor.none());
    Tally labels = new Tally();
    Tally ranked = new Tally();
    for (int i = 0; i < single.size(); i++) {
      Aspect aspect = Aspect.named(only(single.get(i)).principle().name());
      double margin = margin(single.get(i));
      double difference = scores.get(2 * i).get(0).value() - scores.get(2 * i + 1).get(0).value();
      labels.add(aspect, (single.get(i).probabilityFirst() - 0.5) * margin > 0);
      ranked.add(aspect, difference * margin > 0);
    }
    return new Learned(labels.share(), ranked.share());
  }

  /** {@return the oracle's margin under an example's only principle, as it is stated} */
  private double margin(Preference preference) {
    StatedPrinciple stated = only(preference);
    double margin = margin(preference.pair(), Aspect.named(stated.principle().name()));
    return stated.polarity() == Polarity.AFFIRMED ? margin : -margin;
  }

  private static StatedPrinciple only(Preference preference) {
    return preference.guideline().principles().get(0);
  }

  private double margin(ResponsePair pair, Aspect aspect) {
    return oracle.margin(tasks.of(pair.prompt()), pair.first(), pair.second(), aspect);
  }
}
