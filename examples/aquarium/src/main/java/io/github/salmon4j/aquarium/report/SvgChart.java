package io.github.salmon4j.aquarium.report;

import io.github.salmon4j.aquarium.report.Curve.Point;
import io.github.salmon4j.aquarium.report.Curve.Series;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Draws curves as SVG inside HTML: axes with ticks, bands, lines, a legend. Colors are classes
 * {@code s0} to {@code s5} of the page, so they follow its mode; dashes tell the lines apart
 * without them. A point tells its numbers when it is pointed at.
 */
final class SvgChart {

  /** How many line styles there are. */
  static final int STYLES = 6;

  private static final int WIDTH = 640;
  private static final int HEIGHT = 300;
  private static final int LEFT = 64;
  private static final int RIGHT = 16;
  private static final int TOP = 12;
  private static final int BOTTOM = 48;

  private final Curve curve;
  private final Axis x;
  private final Axis y;
  private final StringBuilder svg = new StringBuilder();

  private SvgChart(Curve curve) {
    this.curve = curve;
    List<Point> points = curve.series().stream().flatMap(s -> s.points().stream()).toList();
    x = Axis.over(points.stream().mapToDouble(Point::x), LEFT, WIDTH - RIGHT);
    y =
        Axis.over(
            points.stream().flatMapToDouble(p -> DoubleStream.of(p.low(), p.high())),
            HEIGHT - BOTTOM,
            TOP);
  }

  /** {@return a figure element} */
  static String of(Curve curve) {
    return new SvgChart(curve).draw();
  }

  private String draw() {
    add("<figure><figcaption>%s</figcaption>\n", Html.text(curve.title()));
    add(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n",
        WIDTH, HEIGHT, Html.text(curve.title()));
    axes();
    for (int i = 0; i < curve.series().size(); i++) {
      band(i);
    }
    for (int i = 0; i < curve.series().size(); i++) {
      line(i);
    }
    add("</svg>\n");
    legend();
    return add("</figure>\n").toString();
  }

  private void axes() {
    for (double tick : x.ticks()) {
      add("<path class=\"grid\" d=\"M%.1f %dV%d\"/>", x.at(tick), TOP, HEIGHT - BOTTOM);
      label(x.at(tick), HEIGHT - BOTTOM + 16, "middle", Figures.number(tick));
    }
    for (double tick : y.ticks()) {
      add("<path class=\"grid\" d=\"M%d %.1fH%d\"/>", LEFT, y.at(tick), WIDTH - RIGHT);
      label(LEFT - 6, y.at(tick) + 4, "end", Figures.number(tick));
    }
    add("<path class=\"axis\" d=\"M%d %dV%dH%d\"/>\n", LEFT, TOP, HEIGHT - BOTTOM, WIDTH - RIGHT);
    label((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "middle", curve.xAxis());
    add("<g transform=\"translate(14 %d) rotate(-90)\">", (TOP + HEIGHT - BOTTOM) / 2);
    label(0, 0, "middle", curve.yAxis());
    add("</g>\n");
  }

  private void band(int index) {
    Series series = curve.series().get(index);
    if (!series.hasBand()) {
      return;
    }
    List<Point> points = series.points();
    String upper = path(points.stream().map(p -> place(p.x(), p.high())).toList());
    String lower =
        path(
            IntStream.range(0, points.size())
                .mapToObj(i -> points.get(points.size() - 1 - i))
                .map(p -> place(p.x(), p.low()))
                .toList());
    add("<path class=\"band s%d\" d=\"M%sL%sZ\"/>\n", index % STYLES, upper, lower);
  }

  private void line(int index) {
    Series series = curve.series().get(index);
    String path = path(series.points().stream().map(p -> place(p.x(), p.y())).toList());
    add("<path class=\"line s%d\" d=\"M%s\"/>\n", index % STYLES, path);
    for (Point point : series.points()) {
      String told =
          "%s: %s, %s"
              .formatted(series.name(), Figures.number(point.x()), Figures.number(point.y()));
      add(
          "<circle class=\"s%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\"><title>%s</title></circle>\n",
          index % STYLES, x.at(point.x()), y.at(point.y()), Html.text(told));
    }
  }

  private void legend() {
    add("<ul class=\"legend\">");
    for (int i = 0; i < curve.series().size(); i++) {
      add(
          "<li><svg viewBox=\"0 0 28 8\" aria-hidden=\"true\">"
              + "<path class=\"line s%d\" d=\"M0 4H28\"/></svg>%s</li>",
          i % STYLES, Html.text(curve.series().get(i).name()));
    }
    add("</ul>\n");
    if (curve.series().stream().anyMatch(Series::hasBand)) {
      add("<p class=\"note\">Line: mean over seeds. Band: lowest to highest seed.</p>\n");
    }
  }

  private void label(double left, double top, String anchor, String text) {
    add(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n",
        left, top, anchor, Html.text(text));
  }

  private String place(double atX, double atY) {
    return String.format(Locale.ROOT, "%.1f %.1f", x.at(atX), y.at(atY));
  }

  private static String path(List<String> places) {
    return String.join("L", places);
  }

  private StringBuilder add(String format, Object... arguments) {
    return svg.append(String.format(Locale.ROOT, format, arguments));
  }
}
