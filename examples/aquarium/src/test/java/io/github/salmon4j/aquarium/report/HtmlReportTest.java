package io.github.salmon4j.aquarium.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.aquarium.report.Curve.Series;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class HtmlReportTest {

  @TempDir Path folder;

  private final String page = HtmlReport.of(Samples.results());

  /**
   * The page behind its head, which is XML too: a tag that text opened or closed would break it.
   */
  private static Document body(String page) throws Exception {
    String body = page.substring(page.indexOf("<main>"), page.indexOf("</main>") + 7);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(body.replace("<br>", "<br/>"))));
  }

  @Test
  void page_hostileText_isShownAsText() throws Exception {
    Document body = body(page);
    assertEquals(0, body.getElementsByTagName("script").getLength());
    assertEquals(Samples.HOSTILE, text(body, "h1", 0));
    NodeList cells = body.getElementsByTagName("td");
    assertEquals(Samples.HOSTILE, cells.item(cells.getLength() - 1).getTextContent());
    assertFalse(page.contains("<script"), page);
  }

  @Test
  void page_quotes_doNotEndAnAttribute() throws Exception {
    Curve curve =
        new Curve("\" onload='x", "x", "y", List.of(Series.of("s", List.of(1.0), List.of(1.0))));
    Document body = body(with(curve));
    assertEquals(
        "\" onload='x",
        body.getElementsByTagName("svg")
            .item(0)
            .getAttributes()
            .getNamedItem("aria-label")
            .getNodeValue());
  }

  @Test
  void page_control_isReplaced() {
    assertEquals("a\uFFFD\uFFFD\n\tb\uFFFD", Html.text("a\u0000\u001b\n\tb\ud800"));
    assertEquals("\ud83d\udc1f", Html.text("\ud83d\udc1f"));
  }

  @Test
  void page_verdicts_areSaidInWords() throws Exception {
    Document body = body(page);
    assertEquals("Of 3 claims, 1 holds, 1 not shown, 1 does not hold.", text(body, "p", 0));
    List<String> cells = texts(body, "td");
    assertEquals(
        List.of(
            "92.5 %",
            "60.73 to 100 %89.5 to 94.7 % by trials",
            "90, 95",
            "whole interval at least 10 %",
            "holds"),
        cells.subList(1, 6));
    assertEquals(
        List.of(
            "0.4 nats",
            "-3.412 to 4.212 nats",
            "0.1, 0.7",
            "mean below 0.3333 nats",
            "does not hold"),
        cells.subList(7, 12));
    assertEquals("unknown from one seed", cells.get(14));
    assertEquals("not shown", cells.get(17));
  }

  @Test
  void page_nothing_isLoadedOrRun() {
    assertTrue(page.contains("default-src 'none'"));
    assertTrue(page.contains("prefers-color-scheme: dark"));
    for (String loading : List.of("src=", "href=", "url(", "@import", "http:", "https:")) {
      assertFalse(page.contains(loading), loading);
    }
  }

  @Test
  void page_factsAndCommand_areThere() throws Exception {
    Document body = body(page);
    assertEquals("mvn -q exec:java -Dexec.args=\"learn --seeds 2\"", text(body, "pre", 0));
    assertEquals(List.of("Seeds", Samples.HOSTILE), texts(body, "dt"));
    assertEquals(List.of("0, 1", Samples.HOSTILE), texts(body, "dd"));
  }

  @Test
  void chart_series_haveLineBandAndLegend() throws Exception {
    Document body = body(page);
    assertEquals(List.of(Samples.HOSTILE, "reference"), texts(body, "li"));
    // x from 64 to 624 for 0 to 20; y from 252 to 12 for 1 to 6.
    assertTrue(page.contains("class=\"line s0\" d=\"M64.0 252.0L344.0 156.0L624.0 84.0\""), page);
    assertTrue(
        page.contains(
            "class=\"band s0\" d=\"M64.0 252.0L344.0 108.0L624.0 12.0"
                + "L624.0 156.0L344.0 204.0L64.0 252.0Z\""),
        page);
    assertTrue(page.contains("class=\"line s1\" d=\"M64.0 228.0L624.0 228.0\""), page);
    assertFalse(page.contains("class=\"band s1\""), page);
    assertTrue(texts(body, "text").containsAll(List.of("0", "5", "10", "15", "20", "step")));
  }

  @Test
  void chart_onePoint_liesInTheMiddle() {
    Curve curve = new Curve("t", "x", "y", List.of(Series.of("s", List.of(3.0), List.of(0.0))));
    assertTrue(with(curve).contains("cx=\"344.0\" cy=\"132.0\""), with(curve));
  }

  @Test
  void chart_seventhSeries_reusesTheFirstStyle() {
    Series series = Series.of("s", List.of(0.0, 1.0), List.of(0.0, 1.0));
    String text = with(new Curve("t", "x", "y", Collections.nCopies(7, series)));
    assertTrue(text.contains("line s5"), text);
    assertFalse(text.contains("line s6"), text);
  }

  @Test
  void write_existingFile_isReplacedWhole() throws IOException {
    Path file = folder.resolve("report.html");
    Files.writeString(file, "old");
    HtmlReport.write(Samples.results(), file);
    assertEquals(page, Files.readString(file));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void write_missingFolder_isSaid() {
    Path file = folder.resolve("none").resolve("report.html");
    UncheckedIOException thrown =
        assertThrows(UncheckedIOException.class, () -> HtmlReport.write(Samples.results(), file));
    assertEquals(file.toString(), thrown.getMessage());
  }

  private static String with(Curve curve) {
    return HtmlReport.of(new Results("T", "c", List.of(), List.of(curve), List.of(), List.of()));
  }

  private static String text(Document body, String tag, int index) {
    return texts(body, tag).get(index);
  }

  private static List<String> texts(Document body, String tag) {
    NodeList nodes = body.getElementsByTagName(tag);
    return IntStream.range(0, nodes.getLength())
        .mapToObj(i -> nodes.item(i).getTextContent())
        .toList();
  }
}
