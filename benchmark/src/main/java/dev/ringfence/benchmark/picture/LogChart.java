package dev.ringfence.benchmark.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Lines over two logarithmic axes: what grows in proportion is a line at 45 degrees, which is drawn
 * for comparison.
 */
public final class LogChart {

  private static final int WIDTH = 760;
  private static final int HEIGHT = 440;
  private static final int LEFT = 80;
  private static final int RIGHT = 190;
  private static final int TOP = 46;
  private static final int BOTTOM = 56;
  private static final String[] DASHES = {"", "7 3", "2 3", "9 3 2 3", "12 4", "1 2", "5 5"};
  private static final String[] INKS = {
    "#1b5e9b", "#b3472a", "#3c7a3c", "#7a4fa3", "#8a6d1d", "#2a8a8a", "#555555"
  };

  /** One line: points from left to right, all above zero. */
  public record Line(String name, List<double[]> points) {
    public Line {
      points = List.copyOf(points);
    }
  }

  private final String title;
  private final String across;
  private final String up;
  private final List<Line> lines = new ArrayList<>();
  private double minX = Double.MAX_VALUE;
  private double maxX = -Double.MAX_VALUE;
  private double minY = Double.MAX_VALUE;
  private double maxY = -Double.MAX_VALUE;

  public LogChart(String title, String across, String up) {
    this.title = title;
    this.across = across;
    this.up = up;
  }

  public void add(Line line) {
    lines.add(line);
    for (double[] point : line.points()) {
      minX = Math.min(minX, Math.log10(point[0]));
      maxX = Math.max(maxX, Math.log10(point[0]));
      minY = Math.min(minY, Math.log10(point[1]));
      maxY = Math.max(maxY, Math.log10(point[1]));
    }
  }

  /** The picture as a file of its own. */
  public String svg() {
    minX = Math.floor(minX);
    maxX = Math.ceil(maxX);
    minY = Math.floor(minY);
    maxY = Math.ceil(maxY);
    StringBuilder svg = new StringBuilder();
    line(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
            + " aria-label=\"%s\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#333\">",
        WIDTH,
        HEIGHT,
        title);
    line(svg, "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>");
    line(svg, "<text x=\"%d\" y=\"24\" font-size=\"15\">%s</text>", LEFT, title);
    axes(svg);
    proportion(svg);
    for (int at = 0; at < lines.size(); at++) {
      draw(svg, lines.get(at), at);
    }
    line(svg, "</svg>");
    return svg.toString();
  }

  private void axes(StringBuilder svg) {
    for (int power = (int) minX; power <= maxX; power++) {
      double x = x(power);
      line(
          svg,
          "<path d=\"M%.1f %dV%d\" stroke=\"#ddd\"/><text x=\"%.1f\" y=\"%d\""
              + " text-anchor=\"middle\">%s</text>",
          x,
          TOP,
          HEIGHT - BOTTOM,
          x,
          HEIGHT - BOTTOM + 18,
          number(power));
    }
    for (int power = (int) minY; power <= maxY; power++) {
      double y = y(power);
      line(
          svg,
          "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/><text x=\"%d\" y=\"%.1f\""
              + " text-anchor=\"end\">%s</text>",
          LEFT,
          y,
          WIDTH - RIGHT,
          LEFT - 8,
          y + 4,
          number(power));
    }
    line(
        svg,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
        (LEFT + WIDTH - RIGHT) / 2,
        HEIGHT - 14,
        across);
    line(
        svg,
        "<text x=\"18\" y=\"%d\" text-anchor=\"middle\" transform=\"rotate(-90 18 %d)\">%s</text>",
        (TOP + HEIGHT - BOTTOM) / 2,
        (TOP + HEIGHT - BOTTOM) / 2,
        up);
  }

  /** From the last point of the first line back, in proportion. */
  private void proportion(StringBuilder svg) {
    if (lines.isEmpty() || lines.getFirst().points().isEmpty()) {
      return;
    }
    double[] last = lines.getFirst().points().getLast();
    double lastX = Math.log10(last[0]);
    double lastY = Math.log10(last[1]);
    double back = Math.min(lastX - minX, lastY - minY);
    line(
        svg,
        "<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"#bbb\" stroke-width=\"5\" opacity=\".45\"/>",
        x(lastX - back),
        y(lastY - back),
        x(lastX),
        y(lastY));
  }

  private void draw(StringBuilder svg, Line one, int at) {
    String ink = INKS[at % INKS.length];
    StringBuilder path = new StringBuilder();
    for (double[] point : one.points()) {
      path.append(path.isEmpty() ? 'M' : 'L');
      path.append(
          String.format(
              Locale.ROOT, "%.1f %.1f", x(Math.log10(point[0])), y(Math.log10(point[1]))));
    }
    line(
        svg,
        "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"%s\"/>",
        path,
        ink,
        DASHES[at % DASHES.length]);
    for (double[] point : one.points()) {
      line(
          svg,
          "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>",
          x(Math.log10(point[0])),
          y(Math.log10(point[1])),
          ink);
    }
    int y = TOP + 14 + 22 * at;
    int x = WIDTH - RIGHT + 14;
    line(
        svg,
        "<path d=\"M%d %dh28\" stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"%s\"/><text"
            + " x=\"%d\" y=\"%d\">%s</text>",
        x,
        y,
        ink,
        DASHES[at % DASHES.length],
        x + 36,
        y + 4,
        one.name());
  }

  private double x(double power) {
    return LEFT + (power - minX) / Math.max(1, maxX - minX) * (WIDTH - LEFT - RIGHT);
  }

  private double y(double power) {
    return HEIGHT - BOTTOM - (power - minY) / Math.max(1, maxY - minY) * (HEIGHT - TOP - BOTTOM);
  }

  private static String number(int power) {
    return power >= 0
        ? String.format(Locale.ROOT, "%,d", Math.round(Math.pow(10, power)))
        : String.format(Locale.ROOT, "%." + -power + "f", Math.pow(10, power));
  }

  @SuppressWarnings("AnnotateFormatMethod") // its annotation would be one more dependency
  private static void line(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
