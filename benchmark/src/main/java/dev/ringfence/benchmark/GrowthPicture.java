package dev.ringfence.benchmark;

import java.util.List;
import java.util.Locale;

/** Curves of how times grow, as an SVG picture: one panel for each thing that grows. */
public final class GrowthPicture {

  private static final int WIDTH = 300;
  private static final int HEIGHT = 200;
  private static final int LEFT = 60;
  private static final int TOP = 40;
  private static final int BOTTOM = 50;

  /** One measured point. */
  public record Point(long size, double seconds) {}

  /**
   * One panel.
   *
   * @param title what grows, and what stays
   */
  public record Panel(String title, List<Point> points) {
    public Panel {
      points = List.copyOf(points);
    }
  }

  private GrowthPicture() {}

  /** The picture; all panels have the same scale of time. */
  public static String of(String title, List<Panel> panels) {
    double highest =
        panels.stream()
            .flatMap(panel -> panel.points().stream())
            .mapToDouble(Point::seconds)
            .max()
            .orElse(1);
    int width = panels.size() * (LEFT + WIDTH) + 20;
    int height = TOP + HEIGHT + BOTTOM;
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" \
        font-family="sans-serif" font-size="11">
        <title>%s</title>
        <rect width="100%%" height="100%%" fill="#fff"/>
        """
            .formatted(width, height, width, height, title));
    for (int i = 0; i < panels.size(); i++) {
      panel(svg, panels.get(i), LEFT + i * (LEFT + WIDTH), highest);
    }
    return svg.append("</svg>\n").toString();
  }

  private static void panel(StringBuilder svg, Panel panel, int x, double highest) {
    long largest = panel.points().stream().mapToLong(Point::size).max().orElse(1);
    int y = TOP + HEIGHT;
    svg.append(text(x, TOP - 14, "start", panel.title()));
    svg.append(line(x, TOP, x, y)).append(line(x, y, x + WIDTH, y));
    for (int mark = 0; mark <= 4; mark++) {
      double seconds = highest * mark / 4;
      int at = y - HEIGHT * mark / 4;
      svg.append(text(x - 6, at + 4, "end", format("%.2f s", seconds)));
      svg.append(line(x - 3, at, x, at));
    }
    StringBuilder path = new StringBuilder();
    for (Point point : panel.points()) {
      double px = x + (double) WIDTH * point.size() / largest;
      double py = y - HEIGHT * point.seconds() / highest;
      path.append(path.isEmpty() ? "M" : " L").append(format("%.1f,%.1f", px, py));
      svg.append(format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"#2f6f4f\"/>%n", px, py));
      svg.append(text((int) px, y + 16, "middle", format("%,d", point.size())));
    }
    svg.append("<path d=\"").append(path);
    svg.append("\" fill=\"none\" stroke=\"#2f6f4f\" stroke-width=\"1.5\"/>\n");
  }

  @SuppressWarnings("AnnotateFormatMethod") // its annotation would be one more dependency
  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private static String line(int x1, int y1, int x2, int y2) {
    return format(
        "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#777\"/>%n", x1, y1, x2, y2);
  }

  private static String text(int x, int y, String anchor, String words) {
    return format("<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, words);
  }
}
