package io.github.salmon4j.aquarium.report;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Results as one HTML file that needs nothing else: no network, no script. It follows the reader's
 * choice of a dark or a light page. All text is shown as text, whatever a policy wrote.
 */
public final class HtmlReport {

  private final StringBuilder page = new StringBuilder();

  private HtmlReport() {}

  /**
   * Writes the report, replacing what is there in one step.
   *
   * @param results what a run found
   * @param file where to; its folder must exist
   * @throws UncheckedIOException if the file cannot be written; then it is as it was
   */
  public static void write(Results results, Path file) {
    AtomicText.write(file, of(results));
  }

  /**
   * {@return the report}
   *
   * @param results what a run found
   */
  public static String of(Results results) {
    return new HtmlReport().draw(results);
  }

  private String draw(Results results) {
    String title = Html.text(results.title());
    page.append(Style.HEAD.replace("{title}", title));
    page.append("<h1>").append(title).append("</h1>\n");
    page.append("<p class=\"lead\">").append(Html.text(results.summary())).append("</p>\n");
    claims(results.claims());
    if (!results.curves().isEmpty()) {
      heading("Curves");
      results.curves().forEach(curve -> page.append(SvgChart.of(curve)));
    }
    results.tables().forEach(this::samples);
    facts(results);
    return page.append("</main>\n</body>\n</html>\n").toString();
  }

  private void claims(List<Claim> claims) {
    heading("Claims");
    begin(List.of("Claim", "Mean", "95 % interval", "Each seed", "Held to", "Verdict"));
    for (Claim claim : claims) {
      page.append("<tr><td>").append(Html.text(claim.statement()));
      page.append("<br><small>").append(Html.text(claim.measure())).append("</small></td>");
      cell("number", Figures.mean(claim));
      page.append("<td>").append(lines(Figures.intervals(claim))).append("</td>");
      cell("number", Figures.seeds(claim));
      cell("", Figures.threshold(claim));
      cell("verdict " + claim.verdict().name().toLowerCase(Locale.ROOT), claim.verdict().words());
      page.append("</tr>\n");
    }
    end();
    note(
        "Intervals are Student's t over seeds; those by trials are Wilson's, over all trials as if"
            + " they were independent, so too narrow.");
  }

  private void samples(SampleTable table) {
    heading(table.title());
    begin(table.header());
    for (List<String> row : table.rows()) {
      page.append("<tr>");
      row.forEach(text -> cell("sample", text));
      page.append("</tr>\n");
    }
    end();
  }

  private void facts(Results results) {
    heading("The run");
    page.append("<pre>").append(Html.text(results.command())).append("</pre>\n<dl>\n");
    for (Fact fact : results.facts()) {
      page.append("<dt>").append(Html.text(fact.name())).append("</dt><dd>");
      page.append(Html.text(fact.value())).append("</dd>\n");
    }
    page.append("</dl>\n");
  }

  private void heading(String text) {
    page.append("<h2>").append(Html.text(text)).append("</h2>\n");
  }

  private void note(String text) {
    page.append("<p class=\"note\">").append(Html.text(text)).append("</p>\n");
  }

  private void begin(List<String> header) {
    page.append("<div class=\"wide\"><table>\n<thead><tr>");
    header.forEach(
        name -> page.append("<th scope=\"col\">").append(Html.text(name)).append("</th>"));
    page.append("</tr></thead>\n<tbody>\n");
  }

  private void end() {
    page.append("</tbody>\n</table></div>\n");
  }

  private void cell(String style, String text) {
    page.append("<td class=\"").append(style).append("\">").append(Html.text(text));
    page.append("</td>");
  }

  private static String lines(List<String> texts) {
    return texts.stream().map(Html::text).collect(Collectors.joining("<br>"));
  }
}
