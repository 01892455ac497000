package io.github.salmon4j.aquarium.world;

import io.github.salmon4j.principle.Principle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A quality that the oracle measures and that principles talk about, each in six wordings: 0 to 3
 * for training, 4 and 5 held out. A held-out wording uses only words of its aspect's training ones.
 */
public enum Aspect {
  /** Few words. */
  CONCISE("Concise"),
  /** True statements; admitting what nobody knows. */
  HONEST("Honest"),
  /** No help with harmful things. */
  HARMLESS("Harmless"),
  /** The language of the prompt. */
  SAME_LANGUAGE("Same language"),
  /** Step by step. */
  METHODICAL("Methodical"),
  /** Many facts. */
  COMPREHENSIVE("Comprehensive"),
  /** Definite things. */
  SPECIFIC("Specific"),
  /** A friendly tone. */
  NATURAL("Natural"),
  /** No praise of itself. */
  MODEST("Modest"),
  /** No example that nobody asked for. */
  TO_THE_POINT("To the point");

  /** How many wordings there are. */
  public static final int WORDINGS = 6;

  /** The first held-out wording; those before it are for training. */
  public static final int FIRST_HELD_OUT = 4;

  private static final Map<Aspect, List<Principle>> PRINCIPLES = new EnumMap<>(Aspect.class);

  static {
    Sections file = Sections.read("principles.txt");
    for (Aspect aspect : values()) {
      PRINCIPLES.put(aspect, aspect.principles(file.of(aspect.name())));
    }
  }

  private final String title;

  Aspect(String title) {
    this.title = title;
  }

  /**
   * {@return the quality that a principle names}
   *
   * @param name the principle's name, such as Concise
   * @throws IllegalArgumentException if no quality has it
   */
  public static Aspect named(String name) {
    return Arrays.stream(values())
        .filter(aspect -> aspect.title.equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("quality: expected one of these, found " + name));
  }

  /** {@return this quality as a principle, in its first wording} */
  public Principle principle() {
    return principle(0);
  }

  /**
   * {@return this quality as a principle of weight 1; its name is the same in every wording}
   *
   * @param wording from 0 to 5; 4 and 5 are held out
   */
  public Principle principle(int wording) {
    return Objects.requireNonNull(PRINCIPLES.get(this)).get(wording);
  }

  private List<Principle> principles(List<String> lines) {
    List<Principle> principles = new ArrayList<>();
    for (int i = 0; i < WORDINGS; i++) {
      principles.add(Principle.of(title, text(lines, 2 * i, "+ "), text(lines, 2 * i + 1, "- ")));
    }
    return List.copyOf(principles);
  }

  private static String text(List<String> lines, int index, String mark) {
    String line = lines.get(index);
    if (!line.startsWith(mark)) {
      throw new IllegalArgumentException("principle: expected '" + mark + "', found " + line);
    }
    return line.substring(mark.length());
  }
}
