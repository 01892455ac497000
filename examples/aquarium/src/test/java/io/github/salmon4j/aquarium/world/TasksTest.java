package io.github.salmon4j.aquarium.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TasksTest {

  private static final Tasks TASKS = new Tasks(World.standard());

  @Test
  void all_prompts_areDistinct() {
    List<String> prompts = TASKS.all().stream().map(task -> task.prompt().text()).toList();
    assertEquals(prompts.size(), new HashSet<>(prompts).size());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void split_everyKind_holdsOutAQuarter(Kind kind) {
    double out = TASKS.of(kind, Split.HELD_OUT).size();
    assertEquals(0.25, out / (out + TASKS.of(kind, Split.TRAIN).size()), 0.03);
  }

  @Test
  void split_oneContent_isOnOneSideInEveryWording() {
    Set<String> train = contents(Split.TRAIN);
    train.retainAll(contents(Split.HELD_OUT));
    assertEquals(Set.of(), train);
  }

  @ParameterizedTest
  @EnumSource(Split.class)
  void split_eachSide_hasEverything(Split split) {
    Set<String> words =
        TASKS.all().stream()
            .filter(task -> task.split() == split)
            .flatMap(task -> List.of(task.about().split(" ")).stream())
            .collect(Collectors.toSet());
    for (List<Term> terms :
        List.of(Lexicon.ENTITIES, Lexicon.TIMES, Lexicon.NAMES, Lexicon.VERBS, Lexicon.OBJECTS)) {
      terms.forEach(term -> assertTrue(words.contains(term.english()), term.english()));
    }
    assertTrue(words.containsAll(Set.of("color", "home", "food")));
    for (int i = 0; i < 10; i++) {
      assertTrue(words.contains(Integer.toString(i)));
    }
  }

  @Test
  void draw_sameSeed_givesTheSameTasks() {
    SplittableRandom first = new SplittableRandom(1);
    SplittableRandom second = new SplittableRandom(1);
    for (int i = 0; i < 100; i++) {
      Task task = TASKS.draw(Split.TRAIN, first);
      assertEquals(task, TASKS.draw(Split.TRAIN, second));
      assertEquals(Split.TRAIN, task.split());
    }
  }

  @Test
  void world_aQuarterOfItsFacts_nobodyKnows() {
    long known =
        Lexicon.ENTITIES.stream().mapToInt(entity -> World.standard().known(entity).size()).sum();
    assertEquals(72 - 18, known);
  }

  private static Set<String> contents(Split split) {
    return TASKS.all().stream()
        .filter(task -> task.split() == split)
        .map(task -> task.kind() + " " + task.language() + " " + task.about())
        .collect(Collectors.toSet());
  }
}
