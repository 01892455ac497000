package io.github.salmon4j.aquarium;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.reward.RewardBreakdown;
import io.github.salmon4j.reward.RewardModel;
import io.github.salmon4j.reward.RewardQuery;
import io.github.salmon4j.reward.RewardScore;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Scores responses and writes down what came out, for a person to read. */
final class Report {

  private final RewardModel model;
  private final Material material;
  private final PrintWriter out;

  /**
   * Prepares a report; nothing is scored yet.
   *
   * @param model what scores
   * @param material what is scored
   * @param out where the report goes
   */
  Report(RewardModel model, Material material, PrintWriter out) {
    this.model = model;
    this.material = material;
    this.out = out;
  }

  /** Writes the prompt and the responses with their letters. */
  void material() {
    out.println(Paragraph.of("Prompt      ", material.prompt().text()));
    List<String> letters = material.letters();
    for (int i = 0; i < letters.size(); i++) {
      out.println(Paragraph.of("Response " + letters.get(i) + "  ", material.responses().get(i)));
    }
    out.println();
  }

  /**
   * Writes what guidelines say.
   *
   * @param guidelines the guidelines
   */
  void guidelines(List<NamedGuideline> guidelines) {
    int width = guidelines.stream().mapToInt(named -> named.name().length()).max().orElse(0);
    for (NamedGuideline named : guidelines) {
      String label = named.name() + " ".repeat(width - named.name().length() + 2);
      out.println(Paragraph.of(label, named.says()));
    }
    out.println();
  }

  /**
   * Scores every response under every guideline and writes the table.
   *
   * @param guidelines the lines of the table
   */
  void scores(List<NamedGuideline> guidelines) {
    List<Guideline> asked = guidelines.stream().map(NamedGuideline::guideline).toList();
    List<RewardQuery> queries =
        material.responses().stream()
            .map(response -> new RewardQuery(material.prompt(), response, asked))
            .toList();
    List<List<RewardScore>> scores = model.score(queries, Monitor.none());
    ScoreTable table = new ScoreTable("Score under", material.letters());
    for (int i = 0; i < asked.size(); i++) {
      List<Double> row = new ArrayList<>();
      for (List<RewardScore> response : scores) {
        row.add(response.get(i).value());
      }
      table.add(guidelines.get(i).name(), row);
    }
    out.print(table.render());
    out.println("Higher is better. Compare within a line: other principles, another scale.");
    dropped(scores);
    out.println();
  }

  /**
   * Writes what the first response gets under each principle of a guideline alone.
   *
   * @param named the guideline
   */
  void breakdown(NamedGuideline named) {
    String letter = material.letters().get(0);
    RewardBreakdown breakdown =
        model.breakdown(material.prompt(), material.responses().get(0), named.guideline());
    ScoreTable table = new ScoreTable(named.name() + ", one principle at a time", List.of(letter));
    for (RewardBreakdown.Part part : breakdown.parts()) {
      table.add(part.principle().principle().name(), List.of(part.score().value()));
    }
    table.add("all together", List.of(breakdown.whole().value()));
    out.print(table.render());
    out.println("The parts do not add up to the whole: the model reads a guideline as one text.");
    out.println();
  }

  private void dropped(List<List<RewardScore>> scores) {
    for (int i = 0; i < scores.size(); i++) {
      int most = scores.get(i).stream().mapToInt(RewardScore::droppedTokens).max().orElse(0);
      if (most > 0) {
        out.println(
            material.letters().get(i)
                + ": up to "
                + most
                + " tokens of prompt and response did not fit and were left out.");
      }
    }
  }
}
