package io.github.salmon4j.core.policylearning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.checkpoint.RunSeed;
import io.github.salmon4j.core.collecting.CollectingStep;
import io.github.salmon4j.core.collecting.RolloutCollector;
import io.github.salmon4j.core.collecting.StepClock;
import io.github.salmon4j.core.language.LanguageDetector;
import io.github.salmon4j.core.principles.PrincipleSampler;
import io.github.salmon4j.core.settings.CollectingSettings;
import io.github.salmon4j.core.steering.PlanListener;
import io.github.salmon4j.core.steering.PrincipleSteering;
import io.github.salmon4j.core.watch.Baseline;
import io.github.salmon4j.core.watch.Countermeasures;
import io.github.salmon4j.core.watch.Evidence;
import io.github.salmon4j.core.watch.HeldOutScore;
import io.github.salmon4j.core.watch.Proposal;
import io.github.salmon4j.core.watch.RewardWatch;
import io.github.salmon4j.core.watch.StandardChecks;
import io.github.salmon4j.core.watch.WatchedRollout;
import io.github.salmon4j.ppo.Rollout;
import io.github.salmon4j.ppo.RolloutBatch;
import io.github.salmon4j.ppo.StepOutcome;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.reward.RewardModel;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The code that README.md shows for watching is the code between the marks below, and it runs. */
class WatchSnippetTest {

  private static final List<Prompt> PROMPTS =
      Collections.nCopies(32, World.eight()).stream().flatMap(List::stream).toList();

  private final World world = new World();
  private final List<Proposal> heard = new ArrayList<>();
  private final PrincipleSteering steering =
      PrincipleSteering.start(
          world.plan, new PrincipleSampler.Settings(1, 0), Clock.systemUTC(), PlanListener.none());

  private PolicyListener watching(List<Pattern> banned, List<Pattern> selfPraise) {
    RolloutCollector collector = world.collector();
    RewardModel reward = world.reward;
    List<Prompt> prompts = PROMPTS;
    LanguageDetector detector = text -> Optional.empty();
    Guideline guideline = Guideline.of(Principle.of("b", "Say b."));
    Consumer<Proposal> inbox = heard::add;
    // README begins
    CollectingSettings settings = collector.settings();
    Function<Rollout, String> text = rollout -> rollout.trace().text();
    RolloutBatch before = // of a policy that no step has moved, with a seed of its own
        collector
            .collect(
                prompts,
                new CollectingStep(
                    1, new RunSeed(7), steering.current(), settings.reward().normalization()),
                new StepClock(System::nanoTime),
                Monitor.none())
            .batch();
    StandardChecks checks =
        new StandardChecks(settings.responses().maxNewTokens(), detector, banned, selfPraise);
    Baseline baseline = Baseline.of(checks.measures(), WatchedRollout.of(before, text));
    RewardWatch watch = new RewardWatch(baseline, checks.detectors(), 20);
    HeldOutScore heldOut = new HeldOutScore(reward, guideline);
    PolicyListener watching =
        step -> {
          if (step.report().outcome() instanceof StepOutcome.Updated updated) {
            List<WatchedRollout> seen = WatchedRollout.of(updated.batch(), text);
            List<Evidence> found =
                watch.observe(step.report().step(), seen, heldOut.of(seen, Monitor.none()));
            Countermeasures.builtIn().propose(steering.current(), found).forEach(inbox);
          }
        };
    // README ends
    return watching;
  }

  private void train(double learningRate) {
    PolicyListener watching = watching(List.of(), List.of(Pattern.compile("aaa")));
    world.learningRate = learningRate;
    world.promptsPerStep = 32;
    world.run(3, PROMPTS).run(watching, PolicyHook.none(), Monitor.none());
  }

  /** The reward counts a; that "aaa" is self-praise is known to the watch alone. */
  @Test
  void snippet_policyThatGamesItsReward_isProposedALine_andNothingIsChanged() {
    train(0.1);
    Proposal proposal =
        heard.stream()
            .filter(p -> p.because().get(0).subject().equals("self-praise up"))
            .findFirst()
            .orElseThrow();
    assertEquals(0, steering.current().version());
    steering.replace(proposal.planVersion(), proposal.change());
    assertEquals(List.of("No Self-Assessment"), names());
  }

  @Test
  void snippet_policyThatDoesNotMove_isLeftAlone() {
    train(1e-9);
    assertEquals(List.of(), heard);
    assertTrue(names().isEmpty());
  }

  private List<String> names() {
    return steering.current().interventions().principles().stream().map(Principle::name).toList();
  }
}
