package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.aquarium.world.Oracle;
import io.github.salmon4j.aquarium.world.Scorecard;
import io.github.salmon4j.aquarium.world.Split;
import io.github.salmon4j.aquarium.world.Task;
import io.github.salmon4j.aquarium.world.Tasks;
import io.github.salmon4j.core.template.ChatTemplate;
import io.github.salmon4j.language.Generation;
import io.github.salmon4j.language.GenerationSettings;
import io.github.salmon4j.language.LanguageModel;
import io.github.salmon4j.language.TokenIds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Lets policies answer held-out prompts, the same ones each, and the oracle measure the answers.
 *
 * @param tasks where prompts come from
 * @param oracle who measures
 * @param prompts how many, at least 1
 * @param seed of the prompts and of the answers
 */
record PolicyExam(Tasks tasks, Oracle oracle, int prompts, long seed) {

  private static final int TOKENS = 64;

  /** How responses are sampled, in training too. */
  static final GenerationSettings RESPONSES =
      new GenerationSettings(TOKENS, 1, 1, 0, Set.of(), Set.of());

  /**
   * What a policy answered.
   *
   * @param card what the oracle measured
   * @param answers one to each prompt
   */
  record Result(Scorecard card, Map<String, String> answers) {}

  Result ask(LanguageModel policy) {
    Random random = new Random(seed);
    List<Task> asked = new ArrayList<>();
    List<TokenIds> inputs = new ArrayList<>();
    for (int i = 0; i < prompts; i++) {
      Task task = tasks.draw(Split.HELD_OUT, random);
      asked.add(task);
      inputs.add(ChatTemplate.salmon("").encode(task.prompt(), policy.tokenizer()));
    }
    List<Generation> generations = policy.generate(inputs, RESPONSES, seed, Monitor.none());
    List<Scorecard.Entry> entries = new ArrayList<>();
    Map<String, String> answers = new LinkedHashMap<>();
    for (int i = 0; i < prompts; i++) {
      Task task = asked.get(i);
      String answer = policy.tokenizer().decode(generations.get(i).response());
      entries.add(new Scorecard.Entry(task, oracle.measure(task, answer)));
      answers.put(task.prompt().text(), answer);
    }
    return new Result(Scorecard.of(entries), answers);
  }
}
