package io.github.salmon4j.aquarium;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Scores as text: a line for each guideline, a column for each response, the best named. */
final class ScoreTable {

  private static final int WIDEST_LABEL = 56;
  private static final int COLUMN = 11;
  private static final String BEST = "  best";
  private static final String CUT = "...";

  private final String title;
  private final List<String> columns;
  private final List<Row> rows = new ArrayList<>();

  private record Row(String label, List<Double> scores) {}

  /**
   * Starts a table.
   *
   * @param title what the lines are
   * @param columns what the columns are
   */
  ScoreTable(String title, List<String> columns) {
    this.title = title;
    this.columns = List.copyOf(columns);
  }

  /**
   * Adds a line.
   *
   * @param label its beginning; cut if very long
   * @param scores one for each column
   * @throws IllegalArgumentException if there are more or fewer scores than columns
   */
  void add(String label, List<Double> scores) {
    if (scores.size() != columns.size()) {
      throw new IllegalArgumentException(
          label + ": expected " + columns.size() + " scores, found " + scores.size());
    }
    rows.add(new Row(shortened(label), List.copyOf(scores)));
  }

  /** {@return the table, every line ended by a line feed} */
  String render() {
    int labels =
        Math.max(
            title.length(), rows.stream().mapToInt(row -> row.label().length()).max().orElse(0));
    StringBuilder text = new StringBuilder(padded(title, labels));
    columns.forEach(column -> text.append(String.format("%" + COLUMN + "s", column)));
    int best = columns.size() > 1 ? BEST.length() : 0;
    text.append(BEST, 0, best).append('\n');
    text.append("-".repeat(labels + COLUMN * columns.size() + best)).append('\n');
    for (Row row : rows) {
      text.append(padded(row.label(), labels));
      for (double score : row.scores()) {
        text.append(String.format(Locale.ROOT, "%" + COLUMN + ".4f", score));
      }
      if (best > 0) {
        text.append(String.format("%" + best + "s", columns.get(indexOfHighest(row.scores()))));
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static int indexOfHighest(List<Double> scores) {
    return scores.indexOf(Collections.max(scores));
  }

  private static String shortened(String label) {
    return label.length() <= WIDEST_LABEL
        ? label
        : label.substring(0, WIDEST_LABEL - CUT.length()) + CUT;
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
