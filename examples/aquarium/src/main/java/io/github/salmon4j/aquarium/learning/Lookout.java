package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.aquarium.world.Split;
import io.github.salmon4j.aquarium.world.Tasks;
import io.github.salmon4j.core.template.ChatTemplate;
import io.github.salmon4j.core.watch.Baseline;
import io.github.salmon4j.core.watch.Evidence;
import io.github.salmon4j.core.watch.PhraseGrowth;
import io.github.salmon4j.core.watch.RewardWatch;
import io.github.salmon4j.core.watch.WatchedRollout;
import io.github.salmon4j.language.Generation;
import io.github.salmon4j.language.LanguageModel;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.ppo.RolloutBatch;
import io.github.salmon4j.prompt.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Looks for phrases that a policy takes up while it is steered. It reads responses beside those of
 * the reference policy and nothing else: it does not know what the oracle knows.
 */
final class Lookout {

  private static final int RESPONSES = 256;

  private final RewardWatch watch;
  private long steps;

  /**
   * A lookout over a run that begins.
   *
   * @param reference the policy before it is trained
   * @param tasks what the run asks
   * @param seed of the run; the responses that the run is compared with have another
   */
  Lookout(LanguageModel reference, Tasks tasks, long seed) {
    Random random = new Random(~seed);
    List<Prompt> prompts =
        Stream.generate(() -> tasks.draw(Split.TRAIN, random).prompt()).limit(RESPONSES).toList();
    this.watch =
        new RewardWatch(
            Baseline.of(List.of(), answers(reference, prompts, ~seed)),
            List.of(PhraseGrowth.defaults()),
            1);
  }

  private static List<WatchedRollout> answers(
      LanguageModel reference, List<Prompt> prompts, long seed) {
    List<TokenIds> inputs =
        prompts.stream()
            .map(prompt -> ChatTemplate.salmon("").encode(prompt, reference.tokenizer()))
            .toList();
    List<Generation> generations =
        reference.generate(inputs, PolicyExam.RESPONSES, seed, Monitor.none());
    List<WatchedRollout> answers = new ArrayList<>(); // without scores: phrases have none
    for (int i = 0; i < prompts.size(); i++) {
      Generation generation = generations.get(i);
      String text = reference.tokenizer().decode(generation.response());
      int tokens = generation.response().size();
      answers.add(
          new WatchedRollout(prompts.get(i), text, tokens, generation.finishReason(), 0, 0));
    }
    return answers;
  }

  /**
   * {@return phrases of 2 to 5 words that are in far more responses than before training}
   *
   * @param batch the rollouts of the next step
   */
  List<String> grown(RolloutBatch batch) {
    return watch
        .observe(steps++, WatchedRollout.of(batch, rollout -> rollout.trace().text()))
        .stream()
        .map(Evidence::subject)
        .toList();
  }
}
