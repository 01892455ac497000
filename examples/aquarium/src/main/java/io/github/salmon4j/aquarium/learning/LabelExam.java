package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.aquarium.report.Share;
import io.github.salmon4j.aquarium.world.Aspect;
import io.github.salmon4j.aquarium.world.Oracle;
import io.github.salmon4j.aquarium.world.Task;
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
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Asks how often labels are right, where the oracle sees a clear difference: the judge's in one
 * order and in both, and those that a reward model is trained on, beside that reward model.
 */
final class LabelExam {

  private final Oracle oracle;
  private final Map<String, Task> byPrompt = new HashMap<>();
  private final Map<String, Aspect> byName = new HashMap<>();

  LabelExam(Tasks tasks, Oracle oracle) {
    this.oracle = oracle;
    tasks.all().forEach(task -> byPrompt.put(task.prompt().text(), task));
    Arrays.stream(Aspect.values()).forEach(aspect -> byName.put(aspect.principle().name(), aspect));
  }

  /** How often a judge is right, in one order, in the mean of both, and where both agree. */
  record Judged(Share oneOrder, Share bothOrders, Share agreeing) {}

  Judged judged(Collection<List<PreferenceLabel>> labels) {
    Tally one = new Tally();
    Tally both = new Tally();
    Tally agreeing = new Tally();
    for (List<PreferenceLabel> list : labels) {
      for (PreferenceLabel label : list) {
        double margin = margin(label.pair(), label.principle().name());
        if (Oracle.isClear(margin)) {
          one.add(label.marginInOrder() * margin > 0);
          both.add(label.meanMargin() * margin > 0);
          if (label.ordersAgree()) {
            agreeing.add(label.meanMargin() * margin > 0);
          }
        }
      }
    }
    return new Judged(one.share(), both.share(), agreeing.share());
  }

  /** How often training examples of one principle are right, and the model they trained on them. */
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
      double margin = margin(single.get(i));
      double difference = scores.get(2 * i).get(0).value() - scores.get(2 * i + 1).get(0).value();
      labels.add((single.get(i).probabilityFirst() - 0.5) * margin > 0);
      ranked.add(difference * margin > 0);
    }
    return new Learned(labels.share(), ranked.share());
  }

  /** {@return the oracle's margin under an example's only principle, as it is stated} */
  private double margin(Preference preference) {
    StatedPrinciple stated = preference.guideline().principles().get(0);
    double margin = margin(preference.pair(), stated.principle().name());
    return stated.polarity() == Polarity.AFFIRMED ? margin : -margin;
  }

  private double margin(ResponsePair pair, String principle) {
    Task task = Objects.requireNonNull(byPrompt.get(pair.prompt().text()), "task");
    Aspect aspect = Objects.requireNonNull(byName.get(principle), principle);
    return oracle.margin(task, pair.first(), pair.second(), aspect);
  }
}
