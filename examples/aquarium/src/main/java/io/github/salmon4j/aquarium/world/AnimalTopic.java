package io.github.salmon4j.aquarium.world;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * An animal, or one attribute of it.
 *
 * @param world what is true
 * @param kind FACT or ABOUT
 * @param entity the animal
 * @param order its attributes in the order in which a response speaks of them: first the asked one
 */
record AnimalTopic(World world, Kind kind, Term entity, List<Attribute> order) implements Topic {

  AnimalTopic {
    order = List.copyOf(order);
  }

  static AnimalTopic fact(World world, Term entity, Attribute asked) {
    List<Attribute> order = new ArrayList<>(world.known(entity));
    order.remove(asked);
    order.add(0, asked);
    return new AnimalTopic(world, Kind.FACT, entity, withUnknown(order));
  }

  static AnimalTopic about(World world, Term entity) {
    List<Attribute> order = new ArrayList<>(world.known(entity));
    Collections.rotate(order, Lexicon.ENTITIES.indexOf(entity));
    return new AnimalTopic(world, Kind.ABOUT, entity, withUnknown(order));
  }

  private static List<Attribute> withUnknown(List<Attribute> order) {
    List<Attribute> all = new ArrayList<>(order);
    for (Attribute attribute : Attribute.values()) {
      if (!all.contains(attribute)) {
        all.add(attribute);
      }
    }
    return all;
  }

  @Override
  public String about() {
    return kind == Kind.FACT ? entity.english() + " " + name(order.get(0)) : entity.english();
  }

  @Override
  public String group() {
    return entity.english();
  }

  @Override
  public int slot() {
    List<Attribute> attributes = List.of(Attribute.values());
    return kind == Kind.FACT ? attributes.indexOf(order.get(0)) : attributes.size();
  }

  @Override
  public List<String> questions(Language language) {
    String key = kind == Kind.FACT ? "question." + name(order.get(0)) : "question.about";
    return Phrases.ways(key, language).stream()
        .map(way -> Phrases.fill(way, language, Map.of("e", entity)))
        .toList();
  }

  @Override
  public List<Core> cores() {
    List<Core> all = List.of(Core.WRONG, Core.ADMITS, Core.VAGUE);
    return isKnown(order.get(0)) ? List.of(Core.RIGHT, Core.WRONG, Core.ADMITS, Core.VAGUE) : all;
  }

  @Override
  public String core(Core core, Voice voice) {
    Attribute asked = order.get(0);
    return switch (core) {
      case RIGHT -> state("fact.", asked, Truth.TRUE, voice);
      case WRONG -> state("fact.", asked, Truth.FALSE, voice);
      case ADMITS ->
          kind == Kind.FACT
              ? voice.say("admits.fact", Map.of("k", Lexicon.name(asked), "e", entity))
              : voice.say("admits.about", Map.of("e", entity));
      default -> voice.say("vague");
    };
  }

  @Override
  public int details(Core core) {
    return order.size() - 1;
  }

  @Override
  public boolean canBe(int detail, Truth truth) {
    return truth == Truth.FALSE || isKnown(order.get(detail + 1));
  }

  @Override
  public String detail(int detail, Truth truth, Voice voice) {
    return state("detail.", order.get(detail + 1), truth, voice);
  }

  @Override
  public String steps(Voice voice) {
    return voice.say("steps");
  }

  @Override
  public String example(Voice voice) {
    return example(world, entity, voice);
  }

  /** {@return a true example about another animal than this one} */
  static String example(World world, Term notThis, Voice voice) {
    Term other = voice.pickOther(Lexicon.ENTITIES, notThis);
    Attribute attribute = voice.pick(world.known(other));
    Term value = world.value(other, attribute).orElseThrow();
    return voice.say("example." + name(attribute), Map.of("e", other, "v", value));
  }

  @Override
  public OptionalDouble honesty(Findings findings) {
    Truth known = kind == Kind.ABOUT || isKnown(order.get(0)) ? Truth.TRUE : Truth.FALSE;
    return OptionalDouble.of(findings.honesty(this::isAsked, known));
  }

  @Override
  public int points(Findings findings) {
    return (int)
        findings.statements().stream()
            .filter(this::isOnTopic)
            .map(statement -> ((Statement.Quality) statement).attribute())
            .distinct()
            .count();
  }

  private boolean isOnTopic(Statement statement) {
    return statement instanceof Statement.Quality quality
        && quality.entity().equals(entity)
        && statement.place() == Statement.Place.ANSWER;
  }

  private boolean isAsked(Statement statement) {
    return isOnTopic(statement)
        && (kind == Kind.ABOUT || ((Statement.Quality) statement).attribute() == order.get(0));
  }

  private String state(String key, Attribute attribute, Truth truth, Voice voice) {
    Term right = world.value(entity, attribute).orElse(entity); // unknown: every value is wrong
    Term value = truth == Truth.TRUE ? right : voice.pickOther(Lexicon.values(attribute), right);
    return voice.say(key + name(attribute), Map.of("e", entity, "v", value));
  }

  private boolean isKnown(Attribute attribute) {
    return world.value(entity, attribute).isPresent();
  }

  private static String name(Attribute attribute) {
    return attribute.name().toLowerCase(Locale.ROOT);
  }
}
