package io.github.salmon4j.core.principles;

import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import io.github.salmon4j.prompt.PromptKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads one principle set from JSON and says exactly where a text departs from the format.
 *
 * <p>It walks the tokens instead of binding them to a type: a tree forgets duplicate keys, and a
 * binder coerces types and reports Java's names where the author of a file needs their own.
 */
final class PrincipleParser {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final String source;
  private final JsonCursor json;

  private PrincipleParser(String source, JsonCursor json) {
    this.source = source;
    this.json = json;
  }

  /**
   * {@return the set that a text holds}
   *
   * @param source name of the text in messages
   * @param text JSON in either shape
   * @throws IllegalArgumentException if it does not follow the format
   */
  static PrincipleSet parse(String source, String text) {
    try (JsonParser json = MAPPER.createParser(text)) {
      return new PrincipleParser(source, new JsonCursor(source, json)).document();
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      String where =
          at == null ? "document" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw new IllegalArgumentException(
          source + ": " + where + ": expected JSON, found " + e.getOriginalMessage(), e);
    }
  }

  private PrincipleSet document() {
    json.advance();
    List<Principle> principles;
    if (json.isAt(JsonToken.START_OBJECT)) {
      principles = ownDocument();
    } else if (json.isAt(JsonToken.START_ARRAY)) {
      principles = elements(JsonShape.RELEASED, "");
    } else {
      throw json.mismatch("document", "an object or an array", json.found());
    }
    json.advance();
    if (!json.isAtEnd()) {
      throw json.mismatch("document", "nothing after its end", json.found());
    }
    try {
      return PrincipleSet.of(principles);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
    }
  }

  private List<Principle> ownDocument() {
    Set<String> seen = new HashSet<>();
    List<Principle> principles = List.of();
    while (json.advancesTo(JsonToken.PROPERTY_NAME)) {
      String key = json.key();
      requireFirst(key, seen, key);
      json.advance();
      switch (key) {
        case JsonShape.FORMAT -> {
          if (!json.string(key).equals(JsonShape.FORMAT_1)) {
            throw json.mismatch(key, '"' + JsonShape.FORMAT_1 + '"', json.found());
          }
        }
        case JsonShape.PRINCIPLES -> {
          json.require(JsonToken.START_ARRAY, key, "an array");
          principles = elements(JsonShape.OWN, key);
        }
        default -> throw json.mismatch(key, "one of " + JsonShape.DOCUMENT, "an unknown key");
      }
    }
    requireAll(JsonShape.DOCUMENT, seen, "document");
    return principles;
  }

  private List<Principle> elements(JsonShape shape, String array) {
    List<Principle> principles = new ArrayList<>();
    while (!json.advancesTo(JsonToken.END_ARRAY)) {
      String where = array + "[" + principles.size() + "]";
      json.require(JsonToken.START_OBJECT, where, "an object");
      principles.add(element(shape, where));
    }
    if (principles.isEmpty()) {
      throw json.mismatch(array.isEmpty() ? "document" : array, "at least 1 principle", "0");
    }
    return principles;
  }

  private Principle element(JsonShape shape, String where) {
    Set<String> seen = new HashSet<>();
    Map<String, String> texts = new HashMap<>();
    double weight = 1.0;
    Set<PromptKind> boosts = Set.of();
    while (json.advancesTo(JsonToken.PROPERTY_NAME)) {
      String key = json.key();
      String at = where + "." + key;
      if (!shape.keys().contains(key)) {
        throw json.mismatch(at, "one of " + shape.keys(), "an unknown key");
      }
      requireFirst(key, seen, at);
      json.advance();
      switch (key) {
        case JsonShape.WEIGHT -> weight = json.number(at);
        case JsonShape.BOOSTED_FOR -> boosts = kinds(at);
        default -> texts.put(key, json.string(at));
      }
    }
    requireAll(List.of(shape.name, JsonShape.DEFINITION), seen, where);
    try {
      return shape
          .principle(texts)
          .withWeight(weight)
          .withBoostFor(boosts.toArray(PromptKind[]::new));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(source + ": " + where + ": " + e.getMessage(), e);
    }
  }

  private Set<PromptKind> kinds(String where) {
    json.require(JsonToken.START_ARRAY, where, "an array");
    Set<PromptKind> kinds = EnumSet.noneOf(PromptKind.class);
    for (int i = 0; !json.advancesTo(JsonToken.END_ARRAY); i++) {
      String at = where + "[" + i + "]";
      if (!kinds.add(kind(at))) {
        throw json.mismatch(at, "each kind once", json.found() + " again");
      }
    }
    if (kinds.isEmpty()) {
      throw json.mismatch(where, "at least 1 kind of prompt, or no such key", "0");
    }
    return kinds;
  }

  private PromptKind kind(String where) {
    String name = json.string(where);
    return Arrays.stream(PromptKind.values())
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                json.mismatch(
                    where, "one of " + Arrays.toString(PromptKind.values()), json.found()));
  }

  private void requireFirst(String key, Set<String> seen, String where) {
    if (!seen.add(key)) {
      throw json.mismatch(where, "one value", "the key twice");
    }
  }

  private void requireAll(List<String> keys, Set<String> seen, String where) {
    for (String key : keys) {
      if (!seen.contains(key)) {
        String found = seen.isEmpty() ? "no key" : "only " + seen;
        throw json.mismatch(where, "the key '" + key + "'", found);
      }
    }
  }
}
