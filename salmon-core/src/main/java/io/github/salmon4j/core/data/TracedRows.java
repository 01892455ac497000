package io.github.salmon4j.core.data;

import io.github.salmon4j.core.calibration.Choice;
import io.github.salmon4j.core.calibration.Provenance;
import io.github.salmon4j.core.calibration.ScoredPrinciple;
import io.github.salmon4j.preference.Preference;
import io.github.salmon4j.principle.StatedPrinciple;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The lines of a preference file, in both directions; what they hold is said in the package. */
final class TracedRows implements RowReader<TracedPreference> {

  static final String FORMAT_1 = "salmon4j-traced-preference-1";
  static final String HEADER_FORMAT_1 = "salmon4j-preference-file-1";

  private static final List<String> KEYS =
      concat(
          ExampleRows.EXAMPLE_KEYS,
          "dominant",
          "label",
          "rule",
          "flipped",
          "exchanged",
          "sample",
          "pass");
  private static final List<String> PRINCIPLE_KEYS =
      concat(ExampleRows.PRINCIPLE_KEYS, "text", "score", "marginInOrder", "marginSwapped");

  /** The keys of a header are the names of the records' components, in their order. */
  private static final JsonMapper HEADERS =
      ExampleRows.MAPPER
          .rebuild()
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  private @Nullable PreferenceHeader header;

  private static List<String> concat(List<String> keys, String... more) {
    return Stream.concat(keys.stream(), Stream.of(more)).toList();
  }

  /** {@return the header read so far, if there was one} */
  @Nullable PreferenceHeader header() {
    return header;
  }

  @Override
  public Outcome<TracedPreference> read(JsonRow row) {
    if (row.has(ExampleRows.FORMAT) && row.string(ExampleRows.FORMAT).equals(HEADER_FORMAT_1)) {
      header = header(row);
      return new Outcome.Passed<>();
    }
    row.requireOnly(KEYS);
    ExampleRows.requireFormat(row, FORMAT_1);
    Preference preference = ExampleRows.preference(row, PRINCIPLE_KEYS);
    List<ScoredPrinciple> lines = new ArrayList<>();
    List<JudgeMargins> margins = new ArrayList<>();
    for (JsonRow line : row.objects(ExampleRows.PRINCIPLES)) {
      StatedPrinciple stated = preference.guideline().principles().get(lines.size());
      if (!line.string("text").equals(stated.text())) {
        throw line.mismatch("text", "what the polarity shows of the principle");
      }
      lines.add(new ScoredPrinciple(stated, line.number("score")));
      margins.add(new JudgeMargins(line.number("marginInOrder"), line.number("marginSwapped")));
    }
    return new Outcome.Kept<>(
        new TracedPreference(preference, provenance(row, lines), List.copyOf(margins)));
  }

  private static Provenance provenance(JsonRow row, List<ScoredPrinciple> lines) {
    int dominant = row.count("dominant");
    if (dominant >= lines.size()) {
      throw row.mismatch("dominant", "an index below " + lines.size());
    }
    return new Provenance(
        row.count("sample"),
        row.count("pass"),
        lines,
        dominant,
        row.constant("label", Choice.class),
        row.has("rule") ? row.string("rule") : null,
        row.flag("flipped"),
        row.flag("exchanged"));
  }

  /** {@return an example as one line, without a line end} */
  static String format(TracedPreference example) {
    ObjectNode row = ExampleRows.row(FORMAT_1, example.preference());
    Provenance origin = example.provenance();
    for (int i = 0; i < origin.lines().size(); i++) {
      ObjectNode line = (ObjectNode) row.withArray(ExampleRows.PRINCIPLES).get(i);
      line.put("text", origin.lines().get(i).stated().text());
      line.put("score", requireFinite(origin.lines().get(i).score()));
      line.put("marginInOrder", example.margins().get(i).inOrder());
      line.put("marginSwapped", example.margins().get(i).swapped());
    }
    row.put("dominant", origin.dominant());
    row.put("label", origin.label().name());
    if (origin.rule() != null) {
      row.put("rule", JsonRow.requireUnicode("rule", origin.rule()));
    }
    row.put("flipped", origin.flipped());
    row.put("exchanged", origin.exchanged());
    row.put("sample", origin.sample());
    row.put("pass", origin.pass());
    return ExampleRows.MAPPER.writeValueAsString(row);
  }

  private static double requireFinite(double score) {
    if (!Double.isFinite(score)) {
      throw new IllegalArgumentException("score: expected a finite number, found " + score);
    }
    return score;
  }

  static String format(PreferenceHeader header) {
    ObjectNode row = HEADERS.createObjectNode().put(ExampleRows.FORMAT, HEADER_FORMAT_1);
    ObjectNode members = HEADERS.valueToTree(header);
    row.setAll(members);
    return JsonRow.requireUnicode("header", HEADERS.writeValueAsString(row));
  }

  private static PreferenceHeader header(JsonRow row) {
    ObjectNode members = ((ObjectNode) row.json()).deepCopy();
    members.remove(ExampleRows.FORMAT);
    try {
      return HEADERS.treeToValue(members, PreferenceHeader.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "header: expected that of a preference file, found " + e.getOriginalMessage(), e);
    }
  }
}
