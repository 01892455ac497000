package io.github.salmon4j.aquarium.world;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A greeting.
 *
 * @param world what is true
 * @param time the time of day
 * @param name who greets; null if they do not say
 */
record GreetingTopic(World world, Term time, @Nullable Term name) implements Topic {

  private static final int PLEASANTRIES = 3;

  @Override
  public Kind kind() {
    return Kind.GREETING;
  }

  @Override
  public String about() {
    return name == null ? time.english() : time.english() + " " + name.english();
  }

  @Override
  public String group() {
    return time.english();
  }

  @Override
  public int slot() {
    return name == null ? 0 : 1 + Lexicon.NAMES.indexOf(name);
  }

  @Override
  public List<String> questions(Language language) {
    String key = name == null ? "question.greeting" : "question.greeting.named";
    return Phrases.ways(key, language).stream()
        .map(way -> Phrases.fill(way, language, slots(time)))
        .toList();
  }

  @Override
  public List<Core> cores() {
    return List.of(Core.RIGHT, Core.WRONG, Core.VAGUE);
  }

  @Override
  public String core(Core core, Voice voice) {
    return switch (core) {
      case RIGHT -> greet(time, voice);
      case WRONG -> greet(voice.pickOther(Lexicon.TIMES, time), voice);
      default -> voice.say("vague.greeting");
    };
  }

  @Override
  public int details(Core core) {
    return 2;
  }

  @Override
  public boolean canBe(int detail, Truth truth) {
    return truth == Truth.TRUE;
  }

  @Override
  public String detail(int detail, Truth truth, Voice voice) {
    return voice.say("pleasant." + (slot() + detail) % PLEASANTRIES);
  }

  @Override
  public String steps(Voice voice) {
    return voice.say("steps");
  }

  @Override
  public String example(Voice voice) {
    return AnimalTopic.example(world, time, voice);
  }

  /** A greeting states nothing. */
  @Override
  public OptionalDouble honesty(Findings findings) {
    return OptionalDouble.empty();
  }

  @Override
  public int points(Findings findings) {
    boolean greets =
        !findings.mentioned(Lexicon.TIMES).isEmpty()
            || !findings.mentioned(Lexicon.NAMES).isEmpty();
    return (greets ? 1 : 0) + findings.count(Cue.PLEASANT);
  }

  private String greet(Term when, Voice voice) {
    return voice.say(name == null ? "greeting" : "greeting.named", slots(when));
  }

  private Map<String, Term> slots(Term when) {
    return name == null ? Map.of("t", when) : Map.of("t", when, "n", name);
  }
}
