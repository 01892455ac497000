package io.github.salmon4j.aquarium.report;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The claims as a Markdown table, kept between two marks of a file so that nobody types a number:
 *
 * <pre>{@code
 * <!-- claims begin -->
 * <!-- claims end -->
 * }</pre>
 */
public final class MarkdownTable {

  private static final String BEGIN = "<!-- claims begin -->";
  private static final String END = "<!-- claims end -->";

  private MarkdownTable() {}

  /**
   * {@return the table, and the command that makes it}
   *
   * @param results what a run found
   */
  public static String of(Results results) {
    StringBuilder text = new StringBuilder(cell(results.summary())).append(" Made by\n\n");
    results.command().lines().forEach(line -> text.append("    ").append(line).append('\n'));
    text.append('\n');
    line(text, List.of("claim", "measured", "mean", "95 % interval", "held to", "verdict"));
    text.append("|---|---|---|---|---|---|\n");
    for (Claim claim : results.claims()) {
      line(
          text,
          List.of(
              claim.statement(),
              claim.measure(),
              Figures.mean(claim),
              String.join("; ", Figures.intervals(claim)),
              Figures.threshold(claim),
              claim.verdict().words()));
    }
    return text.toString();
  }

  /**
   * Writes the table as a file of its own, replacing what is there in one step.
   *
   * @param results what a run found
   * @param file where to; its folder must exist
   * @throws UncheckedIOException if the file cannot be written; then it is as it was
   */
  public static void write(Results results, Path file) {
    AtomicText.write(file, of(results));
  }

  /**
   * Replaces what stands between the marks of a file, in one step. Each mark has a line to itself.
   *
   * @param results what a run found
   * @param file a file with both marks, once each
   * @throws IllegalArgumentException if a mark is missing, there twice or behind the other
   * @throws UncheckedIOException if the file cannot be read or written; then it is as it was
   */
  public static void replace(Results results, Path file) {
    String text = AtomicText.read(file);
    requireMarks(file, text);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    String table = "\n" + of(results);
    AtomicText.write(file, text.substring(0, begin) + table + text.substring(text.indexOf(END)));
  }

  /**
   * Checks that a file has both marks, before there are results to put between them.
   *
   * @param file a file with both marks, once each
   * @throws IllegalArgumentException if a mark is missing, there twice or behind the other
   * @throws UncheckedIOException if the file cannot be read
   */
  public static void requireMarks(Path file) {
    requireMarks(file, AtomicText.read(file));
  }

  private static void requireMarks(Path file, String text) {
    if (only(file, text, END) < only(file, text, BEGIN)) {
      throw new IllegalArgumentException(
          file + ": expected " + BEGIN + " before " + END + ", found it behind");
    }
  }

  private static int only(Path file, String text, String mark) {
    int first = text.indexOf(mark);
    int last = text.lastIndexOf(mark);
    if (first < 0 || first != last) {
      throw new IllegalArgumentException(
          file + ": expected " + mark + " once, found it " + (first < 0 ? "nowhere" : "twice"));
    }
    return first;
  }

  private static void line(StringBuilder text, List<String> cells) {
    text.append(
        cells.stream().map(MarkdownTable::cell).collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  /** Text that stays in its cell, and opens no tag, link or emphasis. */
  private static String cell(String text) {
    return text.strip()
        .replaceAll("\\s+", " ")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replaceAll("([\\\\`*_\\[\\]|])", "\\\\$1");
  }
}
