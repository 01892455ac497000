package io.github.salmon4j.aquarium.world;

import io.github.salmon4j.prompt.Prompt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All tasks of a world: every content in each of its wordings. */
public final class Tasks {

  private static final int DIGITS = 10;
  private static final int PARTS = 4;
  private static final int PART_SHIFT = 30;
  private static final int MIX = 0x9E3779B9;

  /** With this one, every kind, language and attribute holds out about a quarter. */
  private static final int SALT = 3226;

  /** Of 20 tasks drawn, so many are of each kind. */
  private static final List<Kind> MIXTURE =
      Stream.of(
              Collections.nCopies(7, Kind.FACT),
              Collections.nCopies(3, Kind.SUM),
              Collections.nCopies(4, Kind.ABOUT),
              Collections.nCopies(2, Kind.GREETING),
              Collections.nCopies(4, Kind.FORBIDDEN))
          .flatMap(List::stream)
          .toList();

  private final List<Task> all = new ArrayList<>();
  private final Map<String, Task> byPrompt = new HashMap<>();
  private final Map<Kind, Map<Split, List<Task>>> groups;

  /**
   * The tasks of a world.
   *
   * @param world what is true
   */
  public Tasks(World world) {
    for (Term entity : Lexicon.ENTITIES) {
      for (Attribute attribute : Attribute.values()) {
        add(AnimalTopic.fact(world, entity, attribute), Language.values());
      }
      add(AnimalTopic.about(world, entity), Language.values());
    }
    for (int a = 0; a < DIGITS; a++) {
      for (int b = 0; b < DIGITS; b++) {
        add(new SumTopic(a, b), Language.ENGLISH);
      }
    }
    for (Term time : Lexicon.TIMES) {
      greet(world, time, null);
      Lexicon.NAMES.forEach(name -> greet(world, time, name));
    }
    for (Term verb : Lexicon.VERBS) {
      Lexicon.OBJECTS.forEach(o -> add(new DeedTopic(world, verb, o), Language.ENGLISH));
    }
    all.forEach(task -> byPrompt.put(task.prompt().text(), task));
    groups =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    Task::kind,
                    Collectors.groupingBy(Task::split, Collectors.toUnmodifiableList())));
  }

  /** {@return every task, in a fixed order} */
  public List<Task> all() {
    return List.copyOf(all);
  }

  /**
   * {@return the task that asks so}
   *
   * @param prompt a prompt of this world
   * @throws IllegalArgumentException if it is none
   */
  public Task of(Prompt prompt) {
    Task task = byPrompt.get(prompt.text());
    if (task == null) {
      throw new IllegalArgumentException(
          "prompt: expected one of the aquarium, found \"" + prompt.text() + "\"");
    }
    return task;
  }

  /**
   * {@return the tasks of a kind and split, in a fixed order}
   *
   * @param kind the kind
   * @param split the split
   */
  public List<Task> of(Kind kind, Split split) {
    return Objects.requireNonNull(groups.get(kind)).getOrDefault(split, List.of());
  }

  /**
   * {@return a task: 35 % facts, 15 % sums, 20 % about, 10 % greetings, 20 % forbidden}
   *
   * @param split what it is for
   * @param random where chance comes from
   */
  public Task draw(Split split, RandomGenerator random) {
    Kind kind = MIXTURE.get(random.nextInt(MIXTURE.size()));
    return draw(kind, split, random);
  }

  /**
   * {@return a task of a kind, each as likely as every other}
   *
   * @param kind the kind
   * @param split what it is for
   * @param random where chance comes from
   */
  public Task draw(Kind kind, Split split, RandomGenerator random) {
    List<Task> choices = of(kind, split);
    return choices.get(random.nextInt(choices.size()));
  }

  private void greet(World world, Term time, @Nullable Term name) {
    add(new GreetingTopic(world, time, name), Language.values());
  }

  private void add(Topic topic, Language... languages) {
    for (Language language : languages) {
      for (String question : topic.questions(language)) {
        Prompt prompt = Prompt.of(question, topic.kind().promptKind());
        all.add(new Task(prompt, topic, language, split(topic, language)));
      }
    }
  }

  /** Of each group of contents, one in four is held out; a hash says where in the group. */
  private static Split split(Topic topic, Language language) {
    Kind kind = topic.kind() == Kind.ABOUT ? Kind.FACT : topic.kind();
    int hash = (SALT + " " + kind + " " + language + " " + topic.group()).hashCode();
    int offset = (hash * MIX) >>> PART_SHIFT;
    return (topic.slot() + offset) % PARTS == 0 ? Split.HELD_OUT : Split.TRAIN;
  }
}
