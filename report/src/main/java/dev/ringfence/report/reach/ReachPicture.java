package dev.ringfence.report.reach;

import dev.ringfence.engine.network.PortSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The neighbourhood of some workloads as a picture: who connects to them stands left, they stand in
 * the middle, and what they connect to stands right. Ranges of addresses are one box a part.
 */
public final class ReachPicture {

  private static final int BOX_WIDTH = 260;

  /** Characters that fit into a box with any sans-serif font; more are set closer. */
  private static final int ROOMY = 36;

  private static final int BOX_HEIGHT = 26;
  private static final int ROW = 38;
  private static final int COLUMN = 460;
  private static final int MARGIN = 20;

  private record Edge(int from, int to, PortSet ports) {}

  private final ReachQuestion question;
  private final BitSet focus;
  private final List<Edge> edges = new ArrayList<>();

  private ReachPicture(ReachQuestion question, BitSet focus) {
    this.question = question;
    this.focus = focus;
    BitSet others = question.reach().everything();
    question
        .reach()
        .forEach(others, focus, (from, to, ports) -> edges.add(new Edge(from, to, ports)));
    others.andNot(focus);
    question
        .reach()
        .forEach(focus, others, (from, to, ports) -> edges.add(new Edge(from, to, ports)));
  }

  /** For Graphviz. */
  public static void writeDot(ReachQuestion question, BitSet focus, Appendable out)
      throws IOException {
    ReachPicture picture = new ReachPicture(question, focus);
    out.append("digraph reach {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n");
    BitSet shown = picture.shown();
    for (int end = shown.nextSetBit(0); end >= 0; end = shown.nextSetBit(end + 1)) {
      out.append("  n" + end + " [label=" + quoted(picture.label(end)));
      out.append(focus.get(end) ? ", style=bold];\n" : "];\n");
    }
    for (Edge edge : picture.edges) {
      out.append("  n" + edge.from() + " -> n" + edge.to());
      out.append(" [label=" + quoted(edge.ports().toString()) + "];\n");
    }
    out.append("}\n");
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", " ") + "\"";
  }

  private BitSet shown() {
    BitSet shown = (BitSet) focus.clone();
    for (Edge edge : edges) {
      shown.set(edge.from());
      shown.set(edge.to());
    }
    return shown;
  }

  private String label(int end) {
    if (question.reach().isWorkload(end)) {
      return ReachQuestion.label(question.reach(), end);
    }
    List<String> cidrs = question.reach().addresses(end).cidrs();
    return cidrs.size() <= 2
        ? String.join(", ", cidrs)
        : cidrs.getFirst() + " and " + (cidrs.size() - 1) + " more ranges";
  }

  /** A picture that needs no other program. */
  public static void writeSvg(ReachQuestion question, BitSet focus, Appendable out)
      throws IOException {
    new ReachPicture(question, focus).svg(out);
  }

  private void svg(Appendable out) throws IOException {
    Map<Integer, Integer> left = new LinkedHashMap<>();
    Map<Integer, Integer> middle = new LinkedHashMap<>();
    Map<Integer, Integer> right = new LinkedHashMap<>();
    for (int end = focus.nextSetBit(0); end >= 0; end = focus.nextSetBit(end + 1)) {
      middle.put(end, middle.size());
    }
    for (Edge edge : edges) {
      if (!focus.get(edge.from())) {
        left.putIfAbsent(edge.from(), left.size());
      }
      if (!focus.get(edge.to())) {
        right.putIfAbsent(edge.to(), right.size());
      }
    }
    int rows = Math.max(1, Math.max(middle.size(), Math.max(left.size(), right.size())));
    int width = 2 * MARGIN + 2 * COLUMN + BOX_WIDTH;
    int height = 2 * MARGIN + rows * ROW;
    out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + width);
    out.append("\" height=\"" + height + "\" viewBox=\"0 0 " + width + " " + height + "\"");
    out.append(" font-family=\"sans-serif\" font-size=\"11\">\n");
    out.append("<title>who can connect to whom</title>\n");
    out.append("<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\"");
    out.append(" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">");
    out.append("<path d=\"M0,0 L8,4 L0,8 z\" fill=\"#555\"/></marker></defs>\n");
    for (Edge edge : edges) {
      boolean inward = !focus.get(edge.from());
      boolean outward = !focus.get(edge.to());
      int fromX = inward ? MARGIN : MARGIN + COLUMN;
      int toX = outward ? MARGIN + 2 * COLUMN : MARGIN + COLUMN;
      int fromY = y((inward ? left : middle).getOrDefault(edge.from(), 0)) + BOX_HEIGHT / 2;
      int toY = y((outward ? right : middle).getOrDefault(edge.to(), 0)) + BOX_HEIGHT / 2;
      edge(out, edge, fromX + BOX_WIDTH, fromY, inward || outward ? toX : toX + BOX_WIDTH, toY);
    }
    boxes(out, left, MARGIN, "#eef2f7");
    boxes(out, middle, MARGIN + COLUMN, "#dbe9d8");
    boxes(out, right, MARGIN + 2 * COLUMN, "#eef2f7");
    out.append("</svg>\n");
  }

  private static int y(int row) {
    return MARGIN + row * ROW;
  }

  /** Within the middle column an edge bows out to the right and comes back. */
  private static void edge(Appendable out, Edge edge, int fromX, int fromY, int toX, int toY)
      throws IOException {
    int bend = (COLUMN - BOX_WIDTH) / 2;
    int controlTo = fromX == toX ? toX + bend : toX - bend;
    out.append("<path d=\"M" + fromX + "," + fromY + " C" + (fromX + bend) + "," + fromY);
    out.append(" " + controlTo + "," + toY + " " + toX + "," + toY);
    out.append("\" fill=\"none\" stroke=\"#555\" marker-end=\"url(#tip)\"><title>");
    out.append(escaped(edge.ports().toString())).append("</title></path>\n");
  }

  private void boxes(Appendable out, Map<Integer, Integer> column, int x, String fill)
      throws IOException {
    for (Map.Entry<Integer, Integer> box : column.entrySet()) {
      String label = label(box.getKey());
      int y = y(box.getValue());
      out.append("<g><title>" + escaped(label) + "</title><rect x=\"" + x + "\" y=\"" + y);
      out.append("\" width=\"" + BOX_WIDTH + "\" height=\"" + BOX_HEIGHT + "\" rx=\"4\" fill=\"");
      out.append(fill + "\" stroke=\"#777\"/><text x=\"" + (x + 8) + "\" y=\"" + (y + 17) + "\"");
      if (label.length() > ROOMY) {
        out.append(" textLength=\"" + (BOX_WIDTH - 16) + "\" lengthAdjust=\"spacingAndGlyphs\"");
      }
      String shown = label.length() > 44 ? label.substring(0, 43) + "…" : label;
      out.append(">").append(escaped(shown)).append("</text></g>\n");
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
