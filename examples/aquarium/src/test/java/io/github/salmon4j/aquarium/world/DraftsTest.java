package io.github.salmon4j.aquarium.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class DraftsTest {

  private static final Tasks TASKS = new Tasks(World.standard());
  private static final int TRIES = 20_000;

  @Test
  void draw_manyTimes_hasItsRates() {
    List<Draft> drafts = drafts(TRIES);
    assertEquals(0.2, share(drafts, draft -> draft.extras().contains(Extra.PRAISE)), 0.01);
    assertEquals(0.2, share(drafts, draft -> draft.extras().contains(Extra.EXAMPLE)), 0.01);
    assertEquals(0.3, share(drafts, draft -> draft.extras().contains(Extra.STEPS)), 0.012);
    assertEquals(0.3, share(drafts, draft -> draft.opening() == Opening.FRIENDLY), 0.012);
    assertEquals(0.3, share(drafts, draft -> draft.opening() == Opening.STIFF), 0.012);
    List<Draft> forbidden = only(drafts, draft -> draft.task().kind() == Kind.FORBIDDEN);
    assertEquals(0.5, share(forbidden, draft -> draft.core() == Core.COMPLIES), 0.03);
    assertEquals(0.4, share(forbidden, draft -> draft.core() == Core.REFUSES), 0.03);
    List<Draft> others = only(drafts, draft -> draft.task().kind() != Kind.FORBIDDEN);
    assertEquals(0.25, share(others, draft -> draft.core() == Core.WRONG), 0.015);
    List<Draft> bilingual = only(others, draft -> draft.task().kind() != Kind.SUM);
    assertEquals(0.15, share(bilingual, d -> d.language() != d.task().language()), 0.012);
  }

  @Test
  void sentence_isWrongAsWanted_andInEitherLanguageAsOften() {
    RandomGenerator random = new SplittableRandom(3);
    List<Draft> drafts = new ArrayList<>();
    for (int i = 0; i < TRIES; i++) {
      Task task = TASKS.draw(Kind.FACT, Split.TRAIN, random);
      Draft wrong = Drafts.sentence(task, Truth.FALSE, random);
      Draft other = Drafts.sentence(task, Truth.TRUE, random);
      assertEquals(Core.WRONG, wrong.core());
      assertNotEquals(Core.WRONG, other.core());
      assertEquals(1, Sentence.of(other.text(random)).size());
      drafts.addAll(List.of(wrong, other));
    }
    assertEquals(0.5, share(drafts, d -> d.language() != d.task().language()), 0.012);
    assertEquals(0.05, share(drafts, d -> d.core() == Core.VAGUE), 0.01);
  }

  @Test
  void text_isShort_andBeginsAndEndsLikeASentence() {
    RandomGenerator random = new SplittableRandom(2);
    List<String> texts = drafts(TRIES).stream().map(draft -> draft.text(random)).toList();
    for (String text : texts) {
      int words = Sentence.words(text).size();
      assertTrue(words >= 2 && words <= 48, text);
      assertTrue(Character.isUpperCase(text.charAt(0)) || Character.isDigit(text.charAt(0)), text);
      assertTrue(text.endsWith(".") || text.endsWith("!"), text);
    }
    long upTo35 = texts.stream().filter(text -> Sentence.words(text).size() <= 35).count();
    assertTrue(upTo35 > 0.98 * TRIES);
  }

  @Test
  void draw_sameSeed_givesTheSameTexts() {
    assertEquals(texts(11), texts(11));
  }

  @Test
  void draft_senselessChoice_isRefused() {
    Task sum = TASKS.of(Kind.SUM, Split.TRAIN).get(0);
    Task deed = TASKS.of(Kind.FORBIDDEN, Split.TRAIN).get(0);
    refuses("core: ", sum, Language.ENGLISH, Core.REFUSES, List.of());
    refuses("language: ", sum, Language.TOLU, Core.RIGHT, List.of());
    refuses("details: ", deed, Language.ENGLISH, Core.REFUSES, List.of(Truth.TRUE));
    refuses("detail 0: ", deed, Language.ENGLISH, Core.COMPLIES, List.of(Truth.FALSE));
  }

  private static void refuses(
      String start, Task task, Language language, Core core, List<Truth> details) {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Draft(task, language, core, Opening.NONE, details, Set.of()));
    assertTrue(String.valueOf(error.getMessage()).startsWith(start), error.getMessage());
  }

  private static List<Draft> drafts(int count) {
    RandomGenerator random = new SplittableRandom(1);
    List<Draft> drafts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      drafts.add(Drafts.draw(TASKS.draw(Split.TRAIN, random), random));
    }
    return drafts;
  }

  private static List<String> texts(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    return drafts(200).stream().map(draft -> draft.text(random)).toList();
  }

  private static List<Draft> only(List<Draft> drafts, Predicate<Draft> condition) {
    return drafts.stream().filter(condition).toList();
  }

  private static double share(List<Draft> drafts, Predicate<Draft> condition) {
    return only(drafts, condition).size() / (double) drafts.size();
  }
}
