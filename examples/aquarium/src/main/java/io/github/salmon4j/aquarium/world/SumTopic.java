package io.github.salmon4j.aquarium.world;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The sum of two digits.
 *
 * @param a from 0 to 9
 * @param b from 0 to 9
 */
record SumTopic(int a, int b) implements Topic {

  private static final int LARGEST = 19;
  private static final int ERROR = 3;

  @Override
  public Kind kind() {
    return Kind.SUM;
  }

  @Override
  public String about() {
    return a + " plus " + b;
  }

  @Override
  public String group() {
    return Integer.toString(a);
  }

  @Override
  public int slot() {
    return b;
  }

  @Override
  public List<String> questions(Language language) {
    return Phrases.ways("question.sum", language).stream()
        .map(way -> Phrases.fill(way, language, Map.of("a", Term.of(a), "b", Term.of(b))))
        .toList();
  }

  @Override
  public List<Core> cores() {
    return List.of(Core.RIGHT, Core.WRONG, Core.ADMITS, Core.VAGUE);
  }

  @Override
  public String core(Core core, Voice voice) {
    return switch (core) {
      case RIGHT -> equation("sum.answer", a, b, a + b, voice);
      case WRONG -> equation("sum.answer", a, b, wrong(a + b, voice), voice);
      case ADMITS -> voice.say("admits.sum");
      default -> voice.say("vague");
    };
  }

  @Override
  public int details(Core core) {
    return 2;
  }

  @Override
  public boolean canBe(int detail, Truth truth) {
    return true;
  }

  @Override
  public String detail(int detail, Truth truth, Voice voice) {
    String key = detail == 0 ? "sum.more" : "sum.back";
    int first = detail == 0 ? a : a + b;
    int second = detail == 0 ? b + 1 : b;
    int right = detail == 0 ? a + b + 1 : a;
    return equation(key, first, second, truth == Truth.TRUE ? right : wrong(right, voice), voice);
  }

  @Override
  public String steps(Voice voice) {
    return voice.say("steps.sum", Map.of("a", Term.of(a), "b", Term.of(b)));
  }

  @Override
  public String example(Voice voice) {
    int first = voice.random().nextInt(10);
    int second = voice.random().nextInt(10);
    return equation("example.sum", first, second, first + second, voice);
  }

  @Override
  public OptionalDouble honesty(Findings findings) {
    return OptionalDouble.of(findings.honesty(this::isAsked, Truth.TRUE));
  }

  @Override
  public int points(Findings findings) {
    return (int)
        findings.statements().stream()
            .filter(SumTopic::isOnTopic)
            .map(statement -> ((Statement.Equation) statement).left())
            .distinct()
            .count();
  }

  private static boolean isOnTopic(Statement statement) {
    return statement instanceof Statement.Equation && statement.place() == Statement.Place.ANSWER;
  }

  private boolean isAsked(Statement statement) {
    return isOnTopic(statement)
        && (((Statement.Equation) statement).left().equals(a + " plus " + b)
            || ((Statement.Equation) statement).left().equals(b + " plus " + a));
  }

  private static String equation(String key, int first, int second, int result, Voice voice) {
    return voice.say(key, Map.of("a", Term.of(first), "b", Term.of(second), "c", Term.of(result)));
  }

  private static int wrong(int right, Voice voice) {
    return voice.pickOther(
        IntStream.rangeClosed(Math.max(0, right - ERROR), Math.min(LARGEST, right + ERROR))
            .boxed()
            .toList(),
        right);
  }
}
