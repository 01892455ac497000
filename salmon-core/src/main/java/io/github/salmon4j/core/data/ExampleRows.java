package io.github.salmon4j.core.data;

import io.github.salmon4j.preference.Preference;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Polarity;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.StatedPrinciple;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.prompt.PromptKind;
import java.util.List;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Training examples as lines of this library's own shape, in both directions. */
final class ExampleRows {

  /** Marks a line as ours and says which layout it has. */
  static final String FORMAT_1 = "salmon4j-preference-1";

  static final String FORMAT = "format";
  static final String PRINCIPLES = "principles";
  static final List<String> EXAMPLE_KEYS =
      List.of(
          FORMAT,
          "prompt",
          "kind",
          "lengthMultiplier",
          "first",
          "second",
          "probabilityFirst",
          PRINCIPLES);
  static final List<String> PRINCIPLE_KEYS =
      List.of("name", "definition", "negation", "weight", "boostedFor", "polarity");

  /** The fast writer of numbers gives the same digits on every Java version. */
  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build())
          .build();

  private ExampleRows() {}

  static Outcome<Preference> read(JsonRow row) {
    row.requireOnly(EXAMPLE_KEYS);
    requireFormat(row, FORMAT_1);
    return new Outcome.Kept<>(preference(row, PRINCIPLE_KEYS));
  }

  static void requireFormat(JsonRow row, String format) {
    if (!row.string(FORMAT).equals(format)) {
      throw row.mismatch(FORMAT, '"' + format + '"');
    }
  }

  /** {@return the example of a line whose principles may have these keys} */
  static Preference preference(JsonRow row, List<String> principleKeys) {
    Prompt prompt =
        new Prompt(
            row.string("prompt"),
            row.constant("kind", PromptKind.class),
            row.number("lengthMultiplier"));
    ResponsePair pair = new ResponsePair(prompt, row.string("first"), row.string("second"));
    Guideline guideline =
        new Guideline(
            row.objects(PRINCIPLES).stream().map(line -> principle(line, principleKeys)).toList());
    return new Preference(pair, guideline, row.number("probabilityFirst"));
  }

  private static StatedPrinciple principle(JsonRow row, List<String> keys) {
    row.requireOnly(keys);
    String name = row.string("name");
    String definition = row.string("definition");
    Principle principle =
        row.has("negation")
            ? Principle.of(name, definition, row.string("negation"))
            : Principle.of(name, definition);
    return principle
        .withWeight(row.number("weight"))
        .withBoostFor(row.constants("boostedFor", PromptKind.class).toArray(PromptKind[]::new))
        .stated(row.constant("polarity", Polarity.class));
  }

  /**
   * {@return an example as one line, without a line end}
   *
   * @throws IllegalArgumentException if a text has a lone surrogate
   */
  static String format(Preference example) {
    return MAPPER.writeValueAsString(row(FORMAT_1, example));
  }

  /** {@return an example as an object that others may add to} */
  static ObjectNode row(String format, Preference example) {
    ResponsePair pair = example.pair();
    Prompt prompt = pair.prompt();
    ObjectNode row = MAPPER.createObjectNode();
    row.put(FORMAT, format);
    row.put("prompt", JsonRow.requireUnicode("prompt", prompt.text()));
    row.put("kind", prompt.kind().name());
    row.put("lengthMultiplier", prompt.lengthMultiplier());
    row.put("first", JsonRow.requireUnicode("first", pair.first()));
    row.put("second", JsonRow.requireUnicode("second", pair.second()));
    row.put("probabilityFirst", example.probabilityFirst());
    ArrayNode lines = row.putArray(PRINCIPLES);
    example.guideline().principles().forEach(line -> put(line, lines.addObject()));
    return row;
  }

  private static void put(StatedPrinciple line, ObjectNode row) {
    Principle principle = line.principle();
    row.put("name", principle.name());
    row.put("definition", principle.definition());
    principle.negation().ifPresent(text -> row.put("negation", text));
    row.put("weight", principle.weight());
    ArrayNode kinds = row.putArray("boostedFor");
    principle.boostedFor().stream().sorted().forEach(kind -> kinds.add(kind.name()));
    row.put("polarity", line.polarity().name());
  }
}
