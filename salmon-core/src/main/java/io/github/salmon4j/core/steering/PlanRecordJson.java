package io.github.salmon4j.core.steering;

import io.github.salmon4j.core.principles.PlanChange;
import io.github.salmon4j.core.principles.PlanJson;
import io.github.salmon4j.core.principles.PrinciplePlan;
import io.github.salmon4j.principle.PrincipleSet;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Entries of a history as JSON: lines of a log, and the state of a steering. */
final class PlanRecordJson {

  private static final String FORMAT_1 = "salmon4j-steering-1";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private PlanRecordJson() {}

  /** What an entry says by itself; its difference follows from the entry before. */
  record Entry(PrinciplePlan plan, Instant time, PlanOrigin origin, String reason) {}

  /** A history, and the digest of the last file that was taken over; empty if none was. */
  record State(List<PlanRecord> history, String seenFile) {}

  /** {@return one entry on one line, without a line feed} */
  static String line(PlanRecord entry) {
    return MAPPER.writeValueAsString(node(entry));
  }

  static String format(State state) {
    ObjectNode document = MAPPER.createObjectNode();
    document.put("format", FORMAT_1);
    document.put("seenFile", state.seenFile());
    ArrayNode history = document.putArray("history");
    state.history().forEach(entry -> history.add(node(entry)));
    return MAPPER.writeValueAsString(document);
  }

  /**
   * {@return the state that a text holds}
   *
   * @throws IllegalArgumentException if it is not what {@link #format} gives
   */
  static State parse(String text) {
    try {
      JsonNode document = MAPPER.readTree(text);
      require("format", FORMAT_1, document.path("format").asString(""));
      List<PlanRecord> history = new ArrayList<>();
      PrinciplePlan before = new PrinciplePlan(0, PrincipleSet.of(), PrincipleSet.of());
      for (JsonNode node : document.required("history")) {
        Entry entry = entry(node);
        require("version", String.valueOf(history.size()), String.valueOf(entry.plan().version()));
        history.add(PlanRecord.between(before, entry));
        before = entry.plan();
      }
      if (history.isEmpty()) {
        throw new IllegalArgumentException("steering state: history: expected an entry, found 0");
      }
      return new State(history, document.required("seenFile").stringValue());
    } catch (JacksonException | DateTimeException e) {
      throw new IllegalArgumentException(
          "steering state: expected what save() gave, found " + e.getMessage(), e);
    }
  }

  private static ObjectNode node(PlanRecord entry) {
    ObjectNode row = MAPPER.createObjectNode();
    PrinciplePlan plan = entry.plan();
    row.put("version", plan.version());
    row.put("time", entry.time().toString());
    row.put("origin", entry.origin().name());
    row.put("principlesHash", plan.principles().contentHash());
    row.put("interventionsHash", plan.interventions().contentHash());
    row.set("principlesChange", node(entry.principles()));
    row.set("interventionsChange", node(entry.interventions()));
    PlanChange content = new PlanChange(plan.principles(), plan.interventions(), entry.reason());
    row.set("plan", MAPPER.readTree(PlanJson.format(content)));
    return row;
  }

  private static ObjectNode node(SetDifference difference) {
    ObjectNode row = MAPPER.createObjectNode();
    difference.added().forEach(row.putArray("added")::add);
    difference.removed().forEach(row.putArray("removed")::add);
    difference.changed().forEach(row.putArray("changed")::add);
    difference.reordered().forEach(row.putArray("reordered")::add);
    return row;
  }

  private static Entry entry(JsonNode row) {
    PlanChange content = PlanJson.parse("steering state", row.required("plan").toString());
    require(
        "principlesHash",
        content.principles().contentHash(),
        row.required("principlesHash").stringValue());
    require(
        "interventionsHash",
        content.interventions().contentHash(),
        row.required("interventionsHash").stringValue());
    String named = row.required("origin").stringValue();
    PlanOrigin origin =
        Arrays.stream(PlanOrigin.values())
            .filter(value -> value.name().equals(named))
            .findFirst()
            .orElseThrow(() -> mismatch("origin", Arrays.toString(PlanOrigin.values()), named));
    return new Entry(
        new PrinciplePlan(
            row.required("version").longValue(), content.principles(), content.interventions()),
        Instant.parse(row.required("time").stringValue()),
        origin,
        content.reason());
  }

  private static void require(String what, String expected, String found) {
    if (!expected.equals(found)) {
      throw mismatch(what, expected, found);
    }
  }

  private static IllegalArgumentException mismatch(String what, String expected, String found) {
    return new IllegalArgumentException(
        "steering state: " + what + ": expected " + expected + ", found " + found);
  }
}
