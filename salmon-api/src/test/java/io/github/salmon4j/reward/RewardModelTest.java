package io.github.salmon4j.reward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Polarity;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.prompt.Prompt;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RewardModelTest {

  private static final Principle A = Principle.of("A", "Do a.", "Do not a.");
  private static final Principle B = Principle.of("B", "Do b.", "Do not b.");
  private static final Prompt PROMPT = Prompt.of("Why?");

  /** Scores a guideline by its lines and response alone, and keeps what it was asked. */
  private static final class Recording implements RewardModel {

    private final List<RewardQuery> asked = new ArrayList<>();

    @Override
    public List<List<RewardScore>> score(List<RewardQuery> queries, Monitor monitor) {
      asked.addAll(queries);
      return queries.stream().map(Recording::scores).toList();
    }

    private static List<RewardScore> scores(RewardQuery query) {
      return query.guidelines().stream()
          .map(g -> new RewardScore(g.lines().size() * 10 + query.response().length(), 5, 0))
          .toList();
    }

    @Override
    public void close() {}
  }

  @Test
  void score_one_isAQueryUnderOneGuideline() {
    Recording model = new Recording();
    assertEquals(23, model.score(PROMPT, "So.", Guideline.of(A, B)));
    assertEquals(List.of(RewardQuery.of(PROMPT, "So.", Guideline.of(A, B))), model.asked);
  }

  @Test
  void breakdown_asksOnceForTheWholeAndEachPart() {
    Recording model = new Recording();
    Guideline guideline =
        new Guideline(List.of(A.stated(Polarity.NEGATED), B.stated(Polarity.AFFIRMED)));
    RewardBreakdown breakdown = model.breakdown(PROMPT, "So.", guideline);
    assertEquals(1, model.asked.size());
    assertEquals(23, breakdown.whole().value());
    assertEquals(
        guideline.principles(),
        breakdown.parts().stream().map(RewardBreakdown.Part::principle).toList());
    assertEquals(13, breakdown.parts().get(1).score().value());
    assertEquals(
        List.of("Do not a."), model.asked.get(0).guidelines().get(1).lines(), "polarity kept");
  }

  @Test
  void query_needsAGuideline() {
    assertThrows(IllegalArgumentException.class, () -> new RewardQuery(PROMPT, "So.", List.of()));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void score_notFinite_isRejected(double value) {
    assertThrows(IllegalArgumentException.class, () -> new RewardScore(value, 1, 0));
  }

  @Test
  void score_negativeCounts_areRejected() {
    assertThrows(IllegalArgumentException.class, () -> new RewardScore(0, -1, 0));
    assertThrows(IllegalArgumentException.class, () -> new RewardScore(0, 0, -1));
  }
}
