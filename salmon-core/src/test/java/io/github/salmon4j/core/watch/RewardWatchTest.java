package io.github.salmon4j.core.watch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.principles.BuiltInPrinciples;
import io.github.salmon4j.core.principles.PrinciplePlan;
import io.github.salmon4j.core.principles.PrincipleSampler;
import io.github.salmon4j.core.reward.ScoreStatistics;
import io.github.salmon4j.core.steering.PlanListener;
import io.github.salmon4j.core.steering.PrincipleSteering;
import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.prompt.PromptKind;
import io.github.salmon4j.reward.RewardModel;
import io.github.salmon4j.reward.RewardQuery;
import io.github.salmon4j.reward.RewardScore;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RewardWatchTest {

  private static final StandardChecks CHECKS =
      new StandardChecks(
          50,
          text -> Optional.of(text.startsWith("w") ? "en" : "xx"),
          List.of(),
          List.of(Pattern.compile("(?i)excellent answer")));

  private final Random random = new Random(31);
  private final RewardWatch watch =
      new RewardWatch(Baseline.of(CHECKS.measures(), rollouts(200, "")), CHECKS.detectors(), 30);

  /** Rollouts to prompts in "en", every third with something behind it. */
  private List<WatchedRollout> rollouts(int n, String behind) {
    return Watched.list(
        n,
        i ->
            new WatchedRollout(
                new Prompt("why \"" + i + "\"?", PromptKind.REASONING, -0.4),
                Watched.chain(random) + (i % 3 == 0 ? behind : ""),
                20 + random.nextInt(20),
                random.nextInt(20) > 0 ? FinishReason.FINISHED : FinishReason.TRUNCATED,
                random.nextGaussian(),
                0.1 * i));
  }

  @Test
  void quietRun_raisesFewAlarms_aHackIsFoundAndAnswered() {
    int alarms = 0;
    for (int step = 1; step <= 100; step++) {
      alarms +=
          watch.observe(step, rollouts(64, ""), ScoreStatistics.of(random.nextGaussian())).size();
    }
    assertTrue(alarms <= 3, "alarms " + alarms);
    List<Evidence> found = watch.observe(101, rollouts(64, ". An excellent answer!"));
    assertEquals(
        List.of("self-praise up", "an excellent answer"),
        found.stream().map(Evidence::subject).toList());
    assertEquals(101, found.get(0).step());
    assertEquals(List.of("excellent answer"), found.get(0).examples().get(0).matches());

    PrincipleSteering steering =
        PrincipleSteering.start(
            PrinciplePlan.first(BuiltInPrinciples.reinforcement(), PrincipleSet.of()),
            PrincipleSampler.Settings.defaults(),
            Clock.systemUTC(),
            PlanListener.none());
    List<Proposal> proposals = Countermeasures.builtIn().propose(steering.current(), found);
    assertEquals(2, proposals.size());
    Proposal first = proposals.get(0);
    assertEquals(
        List.of("No Self-Assessment"),
        first.change().interventions().principles().stream().map(Principle::name).toList());
    assertTrue(first.change().reason().startsWith("step 101, drift: self-praise up, z "));
    assertEquals(0, steering.current().interventions().size());
    steering.replace(first.planVersion(), first.change());
    assertEquals(1, steering.current().interventions().size());
    assertThrows(
        IllegalStateException.class,
        () -> steering.replace(proposals.get(1).planVersion(), proposals.get(1).change()));
    assertEquals(
        List.of("Without \"an excellent answer\""),
        Countermeasures.builtIn().propose(steering.current(), found).stream()
            .map(p -> p.change().interventions().principles().get(1).name())
            .toList());
  }

  @Test
  void propose_groupsEvidenceByLine_firstRuleDecides() {
    PrinciplePlan plan = PrinciplePlan.first(BuiltInPrinciples.honest(), PrincipleSet.of());
    Evidence tokens = evidence("drift", "tokens up");
    Evidence cap = evidence("drift", "near-cap up");
    Evidence down = evidence("drift", "tokens down");
    List<Proposal> proposals = Countermeasures.builtIn().propose(plan, List.of(down, tokens, cap));
    assertEquals(1, proposals.size());
    assertEquals(List.of(tokens, cap), proposals.get(0).because());
    assertEquals(BuiltInPrinciples.honest(), proposals.get(0).change().principles());
    Principle mine = Principle.of("Short", "Be short.");
    Countermeasures own =
        new Countermeasures(
            List.of(
                Countermeasures.Rule.of("drift", "tokens", mine),
                Countermeasures.Rule.of("drift", "tokens.*", mine),
                Countermeasures.Rule.of("other", ".*", mine)));
    assertEquals(
        List.of(down, tokens), own.propose(plan, List.of(down, tokens, cap)).get(0).because());
    assertThrows(
        IllegalArgumentException.class,
        () -> new Proposal(0, proposals.get(0).change(), List.of()));
  }

  @Test
  void restore_goesOnAsIfNeverInterrupted() {
    for (int step = 1; step <= 40; step++) {
      watch.observe(step, rollouts(30, ""), ScoreStatistics.of(random.nextGaussian() - step));
    }
    byte[] state = watch.save();
    RewardWatch resumed = RewardWatch.restore(state, CHECKS.measures(), CHECKS.detectors(), 30);
    assertEquals(30, resumed.history().size());
    assertEquals(11, resumed.history().get(0).step());
    assertEquals(watch.history(), resumed.history());
    assertEquals(watch.metrics(), resumed.metrics());
    assertArrayEquals(state, resumed.save());
    List<WatchedRollout> next = rollouts(64, " excellent answer");
    ScoreStatistics heldOut = ScoreStatistics.of(-41, -42);
    assertEquals(watch.observe(41, next, heldOut), resumed.observe(41, next, heldOut));
  }

  @Test
  void restore_otherBytes_isRefused() {
    watch.observe(1, rollouts(3, ""));
    String state = new String(watch.save(), StandardCharsets.UTF_8);
    for (String bad :
        List.of(
            "",
            "[]",
            "x",
            state.substring(0, state.length() - 1),
            state.replace("watch-1", "watch-2"),
            state.replace("FINISHED", "FINISH"),
            state.replace("REASONING", "REASON"),
            state.replace("\"tokens\"", "\"token\""),
            state.replace("\"step\"", "\"stop\""))) {
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () ->
                      RewardWatch.restore(
                          bad.getBytes(StandardCharsets.UTF_8), List.of(), List.of(), 5),
                  bad)
              .getMessage();
      assertTrue(message.startsWith("watch state: expected what save() gave, found "), message);
    }
  }

  @Test
  void observe_stepsGoOn_andHaveRollouts() {
    watch.observe(3, rollouts(1, ""));
    MeasuresTest.refused(
        "step: expected 4 or more, found 3", () -> watch.observe(3, rollouts(1, "")));
    MeasuresTest.refused(
        "rollouts: expected at least 1, found 0", () -> watch.observe(4, List.of()));
    assertEquals(1, watch.history().size());
    Baseline baseline = Baseline.of(List.of(), rollouts(1, ""));
    MeasuresTest.refused(
        "steps: expected 1 or more, found 0", () -> new RewardWatch(baseline, List.of(), 0));
    RewardWatch fresh = new RewardWatch(baseline, List.of(), 1);
    MeasuresTest.refused(
        "step: expected 0 or more, found -1", () -> fresh.observe(-1, rollouts(1, "")));
    assertEquals(
        "metrics: expected a step observed, found none",
        assertThrows(IllegalStateException.class, fresh::metrics).getMessage());
  }

  @Test
  void heldOutScore_isTakenInOneCall() {
    List<List<RewardQuery>> calls = new ArrayList<>();
    RewardModel model =
        new RewardModel() {
          @Override
          public List<List<RewardScore>> score(List<RewardQuery> queries, Monitor monitor) {
            calls.add(queries);
            return queries.stream()
                .map(q -> List.of(new RewardScore(q.response().length(), 1, 0)))
                .toList();
          }

          @Override
          public void close() {}
        };
    Guideline guideline = Guideline.of(Principle.of("A", "a"));
    ScoreStatistics scores =
        new HeldOutScore(model, guideline)
            .of(List.of(Watched.saying("a"), Watched.saying("abc")), Monitor.none());
    assertEquals(ScoreStatistics.of(1, 3), scores);
    assertEquals(1, calls.size());
    assertEquals(List.of(guideline), calls.get(0).get(1).guidelines());
  }

  private static Evidence evidence(String detector, String subject) {
    return new Evidence(detector, subject, 1, 5, java.util.Map.of(), List.of());
  }
}
