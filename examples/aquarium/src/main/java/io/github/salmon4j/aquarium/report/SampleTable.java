package io.github.salmon4j.aquarium.report;

import java.util.List;
import java.util.Objects;

/**
 * Rows of text to read: prompts, responses, scores. The text is shown as it is, whatever is in it.
 *
 * @param title what the rows are
 * @param header what the columns are
 * @param rows the rows, each as long as the header
 */
public record SampleTable(String title, List<String> header, List<List<String>> rows) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if a row is longer or shorter than the header
   */
  public SampleTable {
    Objects.requireNonNull(title, "title");
    header = List.copyOf(header);
    rows = rows.stream().map(List::copyOf).toList();
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).size() != header.size()) {
        throw new IllegalArgumentException(
            "%s: row %d: expected %d texts, found %d"
                .formatted(title, i, header.size(), rows.get(i).size()));
      }
    }
  }
}
