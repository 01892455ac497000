package io.github.salmon4j.core.steering;

import static io.github.salmon4j.core.steering.Plans.set;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.metrics.Metrics;
import io.github.salmon4j.ppo.Rollout;
import io.github.salmon4j.ppo.RolloutBatch;
import io.github.salmon4j.reward.RewardQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrincipleScoresTest {

  private final LetterRewardModel model = new LetterRewardModel();

  @Test
  void of_scoresEachPrincipleAlone_inOneCall() {
    RolloutBatch batch =
        new RolloutBatch(
            List.of(
                Rollouts.of("p", "aab", "X", "a"),
                Rollouts.of("q", "abb", "X", "b"),
                Rollouts.of("r", "bbb", "X", "b")));
    PrincipleScores scores =
        new PrincipleScores.Probe(model, Rollouts::text, 3)
            .of(batch, set("b", "a"), new Random(1), Monitor.none());
    assertEquals(1, model.calls.size());
    assertEquals(2, model.calls.get(0).get(2).guidelines().size());
    assertEquals(
        new Metrics(
            5,
            Map.of(
                "principle/a", 1.0,
                "principle/a/deviation", 1.0,
                "principle/b", 2.0,
                "principle/b/deviation", 1.0)),
        scores.metrics(5));
    assertEquals(List.of("b", "a"), List.copyOf(scores.byName().keySet()));
    assertEquals(3, scores.byName().get("a").count());
  }

  @Test
  void of_aLargeBatch_scoresAUniformSampleInOrder() {
    List<Rollout> rollouts = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      rollouts.add(Rollouts.of("p" + i, "a", "a"));
    }
    PrincipleScores.Probe probe = new PrincipleScores.Probe(model, Rollouts::text, 3);
    Random random = new Random(3);
    int[] chosen = new int[10];
    for (int i = 0; i < 2000; i++) {
      probe.of(new RolloutBatch(rollouts), set("a"), random, Monitor.none());
      List<RewardQuery> queries = model.calls.get(i);
      assertEquals(3, queries.size());
      int last = -1;
      for (RewardQuery query : queries) {
        int at = query.prompt().text().charAt(1) - '0';
        assertTrue(at > last);
        last = at;
        chosen[at]++;
      }
    }
    for (int count : chosen) {
      assertEquals(600, count, 4 * Math.sqrt(2000 * 0.3 * 0.7));
    }
  }

  @Test
  void probe_badInput_isRefused() {
    assertEquals(
        "limit: expected 1 or more, found 0",
        assertThrows(
                IllegalArgumentException.class,
                () -> new PrincipleScores.Probe(model, Rollouts::text, 0))
            .getMessage());
    RolloutBatch batch = new RolloutBatch(List.of(Rollouts.of("p", "a", "a")));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new PrincipleScores.Probe(model, Rollouts::text, 1)
                .of(batch, set(), new Random(1), Monitor.none()));
  }
}
