package io.github.salmon4j.aquarium.world;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What a sentence can do besides stating facts, recognized by the words that {@code cues.txt}
 * lists.
 */
enum Cue {
  ADMITS,
  VAGUE,
  REFUSES,
  INSTRUCTION,
  PLEASANT,
  FRIENDLY,
  STIFF,
  PRAISE,
  STEP,
  EXAMPLE;

  /** Each cue by its alternatives, of which each is a run of words. */
  private static final Map<Cue, List<List<List<String>>>> CUES = new EnumMap<>(Cue.class);

  static {
    Sections file = Sections.read("cues.txt");
    for (Cue cue : values()) {
      List<String> lines = file.of(cue.name().toLowerCase(Locale.ROOT));
      CUES.put(cue, lines.stream().map(Cue::alternatives).toList());
    }
  }

  /** {@return whether a sentence has one of these cues} */
  boolean isIn(Sentence sentence) {
    return cues().stream().anyMatch(cue -> fires(cue, sentence));
  }

  /** {@return how many different of these cues are in some sentences} */
  int countIn(List<Sentence> sentences) {
    return (int)
        cues().stream().filter(cue -> sentences.stream().anyMatch(s -> fires(cue, s))).count();
  }

  private static boolean fires(List<List<String>> cue, Sentence sentence) {
    return cue.stream().anyMatch(sentence::contains);
  }

  private static List<List<String>> alternatives(String line) {
    return Arrays.stream(line.split("\\|", -1)).map(Sentence::words).toList();
  }

  private List<List<List<String>>> cues() {
    return Objects.requireNonNull(CUES.get(this));
  }
}
