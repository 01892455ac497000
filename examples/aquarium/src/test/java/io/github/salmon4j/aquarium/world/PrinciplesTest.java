package io.github.salmon4j.aquarium.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PrinciplesTest {

  @ParameterizedTest
  @EnumSource(Aspect.class)
  void heldOutWordings_useOnlyWordsOfTrainingOnes(Aspect aspect) {
    Set<String> known = new HashSet<>();
    for (int wording = 0; wording < Aspect.FIRST_HELD_OUT; wording++) {
      known.addAll(words(aspect.principle(wording)));
    }
    for (int wording = Aspect.FIRST_HELD_OUT; wording < Aspect.WORDINGS; wording++) {
      Set<String> unknown = new TreeSet<>(words(aspect.principle(wording)));
      unknown.removeAll(known);
      assertEquals(Set.of(), unknown);
    }
  }

  @Test
  void wordings_areAllDifferent() {
    List<String> texts = new ArrayList<>();
    for (Aspect aspect : Aspect.values()) {
      for (int wording = 0; wording < Aspect.WORDINGS; wording++) {
        texts.add(aspect.principle(wording).definition());
        texts.add(aspect.principle(wording).negation().orElseThrow());
      }
    }
    assertEquals(120, new HashSet<>(texts).size());
  }

  @Test
  void vocabulary_staysSmall() {
    Set<String> world = new TreeSet<>(Vocabulary.of(Language.ENGLISH));
    world.addAll(Vocabulary.of(Language.TOLU));
    assertTrue(world.size() + 20 <= 450, "words of the world: " + world.size());
    Set<String> principles = new TreeSet<>();
    for (int wording = 0; wording < Aspect.WORDINGS; wording++) {
      Principles.all(wording).principles().forEach(p -> principles.addAll(words(p)));
    }
    principles.removeAll(world);
    assertTrue(principles.size() <= 250, "words of principles: " + principles.size());
  }

  @Test
  void languages_shareOnlyNames() {
    Set<String> shared = new TreeSet<>(Vocabulary.of(Language.ENGLISH));
    shared.retainAll(Vocabulary.of(Language.TOLU));
    Set<String> names = new TreeSet<>();
    Lexicon.NAMES.forEach(name -> names.addAll(Sentence.words(name.english())));
    assertEquals(names, shared);
  }

  @Test
  void interventions_useKnownWords_andHaveNoNegation() {
    Set<String> known = new HashSet<>(Vocabulary.of(Language.ENGLISH));
    for (int wording = 0; wording < Aspect.FIRST_HELD_OUT; wording++) {
      Principles.all(wording).principles().forEach(p -> known.addAll(words(p)));
    }
    for (PrincipleSet line : List.of(Principles.noSelfAssessment(), Principles.toThePoint())) {
      Principle principle = line.principles().get(0);
      assertTrue(principle.negation().isEmpty());
      assertTrue(known.containsAll(Sentence.words(principle.definition())));
    }
  }

  @Test
  void sets_weighTheirOwnAspectMost() {
    assertEquals(10, Principles.all(5).size());
    assertEquals(3, Principles.helpful(0).get("Comprehensive").weight());
    assertEquals(6, Principles.honest(4).get("Honest").weight());
    assertEquals(6, Principles.harmless(4).get("Harmless").weight());
    assertEquals(
        Aspect.HARMLESS.principle(4).definition(),
        Principles.harmless(4).get("Harmless").definition());
  }

  private static List<String> words(Principle principle) {
    List<String> words = new ArrayList<>(Sentence.words(principle.definition()));
    words.addAll(Sentence.words(principle.negation().orElse("")));
    return words;
  }
}
