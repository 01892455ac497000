package io.github.salmon4j.core.principles;

import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes one principle set as JSON in this library's shape. */
final class PrincipleWriter {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private PrincipleWriter() {}

  /** {@return the set as indented JSON that ends with a line feed, the same on every platform} */
  static String format(PrincipleSet principles) {
    if (principles.size() == 0) {
      throw new IllegalArgumentException("principle set: expected at least 1 principle, found 0");
    }
    ObjectNode document = MAPPER.createObjectNode();
    document.put(JsonShape.FORMAT, JsonShape.FORMAT_1);
    ArrayNode elements = document.putArray(JsonShape.PRINCIPLES);
    for (Principle principle : principles) {
      write(principle, elements.addObject());
    }
    return MAPPER.writeValueAsString(document).replace(System.lineSeparator(), "\n") + "\n";
  }

  private static void write(Principle principle, ObjectNode element) {
    element.put(JsonShape.OWN.name, principle.name());
    element.put(JsonShape.DEFINITION, principle.definition());
    principle.negation().ifPresent(text -> element.put(JsonShape.OWN.negation, text));
    element.put(JsonShape.WEIGHT, principle.weight());
    if (!principle.boostedFor().isEmpty()) {
      ArrayNode kinds = element.putArray(JsonShape.BOOSTED_FOR);
      principle.boostedFor().stream().sorted().forEach(kind -> kinds.add(kind.name()));
    }
  }
}
