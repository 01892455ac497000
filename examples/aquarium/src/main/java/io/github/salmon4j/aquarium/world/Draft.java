package io.github.salmon4j.aquarium.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * The choices behind a response.
 *
 * @param task what it answers
 * @param language what it is written in
 * @param core what it does with the question
 * @param opening how it begins
 * @param details the truth of each further detail; 0 to 2
 * @param extras what it has beside its content
 */
public record Draft(
    Task task,
    Language language,
    Core core,
    Opening opening,
    List<Truth> details,
    Set<Extra> extras) {

  /**
   * Copies the collections.
   *
   * @throws IllegalArgumentException if a choice makes no sense for the task
   */
  public Draft {
    details = List.copyOf(details);
    extras = Set.copyOf(extras);
    require("core", task.topic().cores(), core);
    require("language", task.languages(), language);
    if (details.size() > task.topic().details(core)) {
      throw new IllegalArgumentException(
          "details: expected at most " + task.topic().details(core) + ", found " + details.size());
    }
    for (int i = 0; i < details.size(); i++) {
      if (!task.topic().canBe(i, details.get(i))) {
        throw new IllegalArgumentException("detail " + i + ": cannot be " + details.get(i));
      }
    }
  }

  /**
   * {@return the response in words; each sentence in one of several ways}
   *
   * @param random chooses among them
   */
  public String text(RandomGenerator random) {
    Voice voice = new Voice(language, random);
    Topic topic = task.topic();
    List<String> sentences = new ArrayList<>();
    if (opening != Opening.NONE) {
      sentences.add(voice.say(opening == Opening.FRIENDLY ? "friendly" : "stiff"));
    }
    if (extras.contains(Extra.STEPS)) {
      sentences.add(topic.steps(voice));
    }
    sentences.add(topic.core(core, voice));
    for (int i = 0; i < details.size(); i++) {
      sentences.add(topic.detail(i, details.get(i), voice));
    }
    if (extras.contains(Extra.EXAMPLE)) {
      sentences.add(topic.example(voice));
    }
    if (extras.contains(Extra.PRAISE)) {
      sentences.add(random.nextInt(4) == 0 ? 0 : sentences.size(), voice.say("praise"));
    }
    return sentences.stream().collect(Collectors.joining(" "));
  }

  private static <T> void require(String what, List<T> expected, T found) {
    if (!expected.contains(found)) {
      throw new IllegalArgumentException(
          what + ": expected one of " + expected + ", found " + found);
    }
  }
}
