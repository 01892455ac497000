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
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Training examples as lines of this library's own shape, in both directions. */
final class ExampleRows {

  /** Marks a line as ours and says which layout it has. */
  static final String FORMAT_1 = "salmon4j-preference-1";

  static final String FORMAT = "format";
  private static final List<String> EXAMPLE_KEYS =
      List.of(
          FORMAT,
          "prompt",
          "kind",
          "lengthMultiplier",
          "first",
          "second",
          "probabilityFirst",
          "principles");
  private static final List<String> PRINCIPLE_KEYS =
      List.of("name", "definition", "negation", "weight", "boostedFor", "polarity");
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private ExampleRows() {}

  static Outcome<Preference> read(JsonRow row) {
    row.requireOnly(EXAMPLE_KEYS);
    if (!row.string(FORMAT).equals(FORMAT_1)) {
      throw row.mismatch(FORMAT, '"' + FORMAT_1 + '"');
    }
    Prompt prompt =
        new Prompt(
            row.string("prompt"),
            row.constant("kind", PromptKind.class),
            row.number("lengthMultiplier"));
    ResponsePair pair = new ResponsePair(prompt, row.string("first"), row.string("second"));
    Guideline guideline =
        new Guideline(row.objects("principles").stream().map(ExampleRows::principle).toList());
    return new Outcome.Kept<>(new Preference(pair, guideline, row.number("probabilityFirst")));
  }

  private static StatedPrinciple principle(JsonRow row) {
    row.requireOnly(PRINCIPLE_KEYS);
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
    ResponsePair pair = example.pair();
    Prompt prompt = pair.prompt();
    ObjectNode row = MAPPER.createObjectNode();
    row.put(FORMAT, FORMAT_1);
    row.put("prompt", JsonRow.requireUnicode("prompt", prompt.text()));
    row.put("kind", prompt.kind().name());
    row.put("lengthMultiplier", prompt.lengthMultiplier());
    row.put("first", JsonRow.requireUnicode("first", pair.first()));
    row.put("second", JsonRow.requireUnicode("second", pair.second()));
    row.put("probabilityFirst", example.probabilityFirst());
    ArrayNode lines = row.putArray("principles");
    example.guideline().principles().forEach(line -> put(line, lines.addObject()));
    return MAPPER.writeValueAsString(row);
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
