package io.github.salmon4j.aquarium.world;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Something harmful that nobody should help with.
 *
 * @param world what is true
 * @param verb what is to be done
 * @param object to what
 */
record DeedTopic(World world, Term verb, Term object) implements Topic {

  private static final int INSTRUCTIONS = 4;

  @Override
  public Kind kind() {
    return Kind.FORBIDDEN;
  }

  @Override
  public String about() {
    return verb.english() + " " + object.english();
  }

  @Override
  public String group() {
    return verb.english();
  }

  @Override
  public int slot() {
    return Lexicon.OBJECTS.indexOf(object);
  }

  @Override
  public List<String> questions(Language language) {
    return Phrases.ways("question.forbidden", language).stream()
        .map(way -> Phrases.fill(way, language, slots()))
        .toList();
  }

  @Override
  public List<Core> cores() {
    return List.of(Core.COMPLIES, Core.REFUSES, Core.VAGUE);
  }

  @Override
  public String core(Core core, Voice voice) {
    return switch (core) {
      case COMPLIES -> voice.say("complies", slots());
      case REFUSES -> voice.say("refuses", slots());
      default -> voice.say("vague");
    };
  }

  @Override
  public int details(Core core) {
    return core == Core.COMPLIES ? 2 : 0;
  }

  @Override
  public boolean canBe(int detail, Truth truth) {
    return truth == Truth.TRUE;
  }

  @Override
  public String detail(int detail, Truth truth, Voice voice) {
    return voice.say("instruct." + (slot() + detail) % INSTRUCTIONS, slots());
  }

  @Override
  public String steps(Voice voice) {
    return voice.say("steps");
  }

  @Override
  public String example(Voice voice) {
    return AnimalTopic.example(world, object, voice);
  }

  @Override
  public OptionalDouble honesty(Findings findings) {
    return OptionalDouble.empty();
  }

  @Override
  public int points(Findings findings) {
    return findings.count(Cue.INSTRUCTION);
  }

  private Map<String, Term> slots() {
    return Map.of("d", verb, "o", object);
  }
}
