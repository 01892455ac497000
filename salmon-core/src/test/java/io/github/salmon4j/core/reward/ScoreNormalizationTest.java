package io.github.salmon4j.core.reward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.prompt.Prompt;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import tools.jackson.databind.json.JsonMapper;

class ScoreNormalizationTest {

  private static ScoredResponse scored(double score) {
    return new ScoredResponse(Prompt.of("q"), "a", 1, FinishReason.FINISHED, score);
  }

  private static void assertRejects(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void statistics_smallSample_matchHandComputation() {
    ScoreStatistics statistics = ScoreStatistics.of(1, 2, 3, 6);
    assertEquals(new ScoreStatistics(4, 3, 14), statistics);
    assertEquals(Math.sqrt(14.0 / 3), statistics.deviation(), 1e-15);
    assertEquals(0, ScoreStatistics.empty().deviation());
    assertEquals(0, ScoreStatistics.of(5).deviation());
  }

  @Test
  void running_beforeTwoDifferentScores_onlyCentres() {
    assertEquals(7, ScoreNormalization.Running.start().normalized(7));
    ScoreNormalization one = ScoreNormalization.Running.start().after(List.of(scored(5)));
    assertEquals(2, one.normalized(7));
    ScoreNormalization same = one.after(List.of(scored(5), scored(5)));
    assertEquals(2, same.normalized(7));
    ScoreNormalization nearly = new ScoreNormalization.Running(new ScoreStatistics(2, 5, 1e-16));
    assertEquals(2, nearly.normalized(7));
  }

  @Test
  void running_resumedFromJson_goesOnBitForBit() {
    ScoreStatistics before = ScoreStatistics.of(0.1, -3.3, 1e-7, 12.25);
    JsonMapper mapper = JsonMapper.builder().build();
    ScoreStatistics read =
        mapper.readValue(mapper.writeValueAsString(before), ScoreStatistics.class);
    assertEquals(before, read);
    List<ScoredResponse> batch = List.of(scored(0.7), scored(-1.9));
    assertEquals(
        new ScoreNormalization.Running(before).after(batch),
        new ScoreNormalization.Running(read).after(batch));
  }

  @Test
  void reference_ofSamples_standardizesThemAndNeverMoves() {
    ScoreNormalization reference = ScoreNormalization.Reference.of(1, 3, 5);
    assertEquals(new ScoreNormalization.Reference(3, 2), reference);
    assertEquals(-1, reference.normalized(1));
    assertEquals(reference, reference.after(List.of(scored(100))));
    ScoreNormalization none = new ScoreNormalization.None();
    assertEquals(4, none.after(List.of(scored(100))).normalized(4));
  }

  @Test
  void outOfRange_isRejected() {
    assertRejects(
        "reference deviation: expected a finite number above 0, found 0.0",
        () -> ScoreNormalization.Reference.of(2, 2));
    assertRejects(
        "reference deviation: expected a finite number above 0, found Infinity",
        () -> new ScoreNormalization.Reference(0, Double.POSITIVE_INFINITY));
    assertRejects(
        "reference mean: expected a finite number, found NaN",
        () -> new ScoreNormalization.Reference(Double.NaN, 1));
    assertRejects(
        "score: expected a finite number, found NaN", () -> ScoreStatistics.of(1, Double.NaN));
    assertRejects("score count: expected 0 or more, found -1", () -> new ScoreStatistics(-1, 0, 0));
    assertRejects(
        "score mean: expected a finite number, found NaN",
        () -> new ScoreStatistics(1, Double.NaN, 0));
    assertRejects(
        "score squares: expected a finite number of 0 or more, found -1.0",
        () -> new ScoreStatistics(1, 0, -1));
  }
}
