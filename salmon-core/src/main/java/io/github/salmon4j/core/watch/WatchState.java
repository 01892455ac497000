package io.github.salmon4j.core.watch;

import io.github.salmon4j.core.reward.ScoreStatistics;
import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.prompt.PromptKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A watch's memory as JSON; every double reads back as it was. */
record WatchState(List<WatchedRollout> baseline, List<StepMeasures> history) {

  private static final String FORMAT_1 = "salmon4j-watch-1";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  String format() {
    ObjectNode document = MAPPER.createObjectNode();
    document.put("format", FORMAT_1);
    ArrayNode rollouts = document.putArray("baseline");
    baseline.forEach(rollout -> write(rollout, rollouts.addObject()));
    ArrayNode steps = document.putArray("history");
    for (StepMeasures past : history) {
      ObjectNode row = steps.addObject();
      row.put("step", past.step());
      ObjectNode measures = row.putObject("measures");
      past.measures()
          .byName()
          .forEach(
              (name, s) -> measures.putArray(name).add(s.count()).add(s.mean()).add(s.squares()));
    }
    return MAPPER.writeValueAsString(document);
  }

  /**
   * {@return the state that a text holds}
   *
   * @throws IllegalArgumentException if it is not what {@link #format} gives
   */
  static WatchState parse(String text) {
    try {
      JsonNode document = MAPPER.readTree(text);
      String format = document.path("format").asString("");
      if (!format.equals(FORMAT_1)) {
        throw new IllegalArgumentException("format: expected " + FORMAT_1 + ", found " + format);
      }
      List<WatchedRollout> baseline = new ArrayList<>();
      document.required("baseline").forEach(row -> baseline.add(rollout(row)));
      List<StepMeasures> history = new ArrayList<>();
      document.required("history").forEach(row -> history.add(step(row)));
      return new WatchState(baseline, history);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "watch state: expected what save() gave, found " + e.getMessage(), e);
    }
  }

  private static void write(WatchedRollout rollout, ObjectNode row) {
    row.put("prompt", rollout.prompt().text());
    row.put("kind", rollout.prompt().kind().name());
    row.put("lengthMultiplier", rollout.prompt().lengthMultiplier());
    row.put("text", rollout.text());
    row.put("tokens", rollout.tokens());
    row.put("finishReason", rollout.finishReason().name());
    row.put("score", rollout.score());
    row.put("divergence", rollout.divergence());
  }

  private static WatchedRollout rollout(JsonNode row) {
    return new WatchedRollout(
        new Prompt(
            row.required("prompt").stringValue(),
            PromptKind.valueOf(row.required("kind").stringValue()),
            row.required("lengthMultiplier").doubleValue()),
        row.required("text").stringValue(),
        row.required("tokens").intValue(),
        FinishReason.valueOf(row.required("finishReason").stringValue()),
        row.required("score").doubleValue(),
        row.required("divergence").doubleValue());
  }

  private static StepMeasures step(JsonNode row) {
    Map<String, ScoreStatistics> byName = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> measure : row.required("measures").properties()) {
      JsonNode numbers = measure.getValue();
      byName.put(
          measure.getKey(),
          new ScoreStatistics(
              numbers.required(0).longValue(),
              numbers.required(1).doubleValue(),
              numbers.required(2).doubleValue()));
    }
    return new StepMeasures(row.required("step").longValue(), new BatchMeasures(byName));
  }
}
