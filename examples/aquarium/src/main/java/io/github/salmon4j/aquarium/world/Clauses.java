package io.github.salmon4j.aquarium.world;

import io.github.salmon4j.principle.Principle;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * States qualities in wordings beyond those of {@link Aspect}: one clause, or two in any order.
 * They stand for the many ways in which a large model has read of a quality before it is asked.
 */
public final class Clauses {

  /** Around what to do. */
  private static final List<String> DO =
      List.of("%s", "do %s", "always %s", "the response must %s", "it is better to %s");

  /** Around what not to do. */
  private static final List<String> DO_NOT =
      List.of("do not %s", "never %s", "the response must not %s", "it is worse to %s");

  private static final Map<Aspect, Clauses> OF = new EnumMap<>(Aspect.class);

  static {
    Sections file = Sections.read("clauses.txt");
    for (Aspect aspect : Aspect.values()) {
      OF.put(aspect, new Clauses(file.of(aspect.name())));
    }
  }

  private final List<String> affirming;
  private final List<String> negating;

  private Clauses(List<String> lines) {
    List<String> good = marked(lines, "> ");
    List<String> bad = marked(lines, "< ");
    affirming = distinct(marked(lines, "+ "), framed(good, DO), framed(bad, DO_NOT));
    negating = distinct(marked(lines, "- "), framed(bad, DO), framed(good, DO_NOT));
  }

  private static List<String> marked(List<String> lines, String mark) {
    return lines.stream()
        .filter(line -> line.startsWith(mark))
        .map(line -> line.substring(mark.length()))
        .toList();
  }

  private static List<String> framed(List<String> deeds, List<String> frames) {
    List<String> clauses = new ArrayList<>();
    deeds.forEach(deed -> frames.forEach(frame -> clauses.add(frame.formatted(deed))));
    return clauses;
  }

  private static List<String> distinct(List<String> listed, List<String> good, List<String> bad) {
    return Stream.of(listed, good, bad).flatMap(List::stream).distinct().toList();
  }

  /** {@return all clauses that say a quality} */
  static List<String> affirming(Aspect aspect) {
    return of(aspect).affirming;
  }

  /** {@return all clauses that say its opposite} */
  static List<String> negating(Aspect aspect) {
    return of(aspect).negating;
  }

  /**
   * {@return a quality as a principle, named as in every wording}
   *
   * @param aspect the quality
   * @param random chooses the clauses
   */
  public static Principle principle(Aspect aspect, RandomGenerator random) {
    return Principle.of(
        aspect.principle().name(),
        sentence(affirming(aspect), random),
        sentence(negating(aspect), random));
  }

  private static Clauses of(Aspect aspect) {
    return Objects.requireNonNull(OF.get(aspect));
  }

  private static String sentence(List<String> clauses, RandomGenerator random) {
    int first = random.nextInt(clauses.size());
    String text = clauses.get(first);
    if (random.nextBoolean()) {
      int second = (first + 1 + random.nextInt(clauses.size() - 1)) % clauses.size();
      text += (random.nextBoolean() ? ", " : " and ") + clauses.get(second);
    }
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
  }
}
