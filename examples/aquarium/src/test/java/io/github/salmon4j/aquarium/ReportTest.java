package io.github.salmon4j.aquarium;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.reward.RewardModel;
import io.github.salmon4j.reward.RewardQuery;
import io.github.salmon4j.reward.RewardScore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ReportTest {

  private static final List<NamedGuideline> GUIDELINES =
      NamedGuideline.of(
          PrincipleSet.of(
              Principle.of("Short", "Be short.", "Be long."),
              Principle.of("Calm", "Be calm.", "Be loud.")));

  private final StringWriter text = new StringWriter();
  private final PrintWriter out = new PrintWriter(text);
  private final Material material =
      new Material(Prompt.of("Fish?"), List.of("Yes.", "No, thanks."));

  /** The length of the response, plus a tenth of that of the first line, minus a quarter if two. */
  private static final class CountingModel implements RewardModel {

    private final int droppedOfLong;

    CountingModel(int droppedOfLong) {
      this.droppedOfLong = droppedOfLong;
    }

    @Override
    public List<List<RewardScore>> score(List<RewardQuery> queries, Monitor monitor) {
      return queries.stream()
          .map(query -> query.guidelines().stream().map(g -> score(query, g)).toList())
          .toList();
    }

    private RewardScore score(RewardQuery query, Guideline guideline) {
      double lines = guideline.lines().size() == 1 ? 0 : 0.25;
      double value = query.response().length() + guideline.lines().get(0).length() / 10.0 - lines;
      return new RewardScore(value, 9, query.response().length() > 5 ? droppedOfLong : 0);
    }

    @Override
    public void close() {}
  }

  private String written(RewardModel model, Consumer<Report> what) {
    what.accept(new Report(model, material, out));
    return text.toString().replace("\r\n", "\n");
  }

  @Test
  void material_letters_standBeforeResponses() {
    assertEquals(
        """
        Prompt      Fish?
        Response A  Yes.
        Response B  No, thanks.

        """,
        written(new CountingModel(0), Report::material));
  }

  @Test
  void scores_table_hasALineForEachGuidelineAndAColumnForEachResponse() {
    assertEquals(
        """
        Score under                      A          B  best
        ---------------------------------------------------
        All 2 together              4.6500    11.6500     B
        All 2 together, negated     4.5500    11.5500     B
        Short                       4.9000    11.9000     B
        Short, negated              4.8000    11.8000     B
        Calm                        4.8000    11.8000     B
        Calm, negated               4.8000    11.8000     B
        Higher is better. Compare within a line: other principles, another scale.

        """,
        written(new CountingModel(0), report -> report.scores(GUIDELINES)));
  }

  @Test
  void scores_cutResponse_isSaid() {
    String found = written(new CountingModel(7), report -> report.scores(GUIDELINES));
    assertTrue(found.contains("B: up to 7 tokens of prompt and response did not fit"), found);
    assertFalse(found.contains("A: up to"), found);
  }

  @Test
  void breakdown_firstResponse_underEachPrincipleAlone() {
    assertEquals(
        """
        All 2 together, one principle at a time          A
        --------------------------------------------------
        Short                                       4.9000
        Calm                                        4.8000
        all together                                4.6500
        The parts do not add up to the whole: the model reads a guideline as one text.

        """,
        written(new CountingModel(0), report -> report.breakdown(GUIDELINES.get(0))));
  }

  @Test
  void guidelines_texts_lineUp() {
    String found = written(new CountingModel(0), report -> report.guidelines(GUIDELINES));
    assertTrue(found.contains("Short, negated           Be long.\n"), found);
  }

  @Test
  void material_noResponseOrTooMany_isRefused() {
    Prompt prompt = Prompt.of("Fish?");
    assertThrows(IllegalArgumentException.class, () -> new Material(prompt, List.of()));
    List<String> many = Collections.nCopies(27, "Yes.");
    assertThrows(IllegalArgumentException.class, () -> new Material(prompt, many));
  }
}
