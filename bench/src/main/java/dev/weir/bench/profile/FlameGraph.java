package dev.weir.bench.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Stacks as a picture: a box for each call, as wide as the share of the samples that it was in,
/// its caller above it. Boxes that would be too narrow to see are left out, which keeps the file
/// small.
final class FlameGraph {
  private static final int WIDTH = 1_000;
  private static final int ROW = 16;
  private static final int DEEPEST = 60;
  private static final double NARROWEST = 0.006;
  private static final double CHARACTER = 6.2;

  private final String title;
  private final Node root = new Node("all");
  private final List<String> boxes = new ArrayList<>();
  private int deepest;

  private static final class Node {
    private final String frame;
    private final Map<String, Node> callees = new LinkedHashMap<>();
    private long samples;

    Node(String frame) {
      this.frame = frame;
    }
  }

  FlameGraph(String title, Stacks stacks) {
    this.title = title;
    for (var stack : stacks.stacks()) {
      var node = root;
      node.samples += stack.samples();
      for (var frame : Frames.worthShowing(stack.frames())) {
        node = node.callees.computeIfAbsent(frame, Node::new);
        node.samples += stack.samples();
      }
    }
  }

  /// Writes the picture as SVG.
  void write(Path file) throws IOException {
    boxes.clear();
    draw(root, 0, 0);
    var height = (deepest + 1) * ROW + 30;
    var svg = new StringBuilder();
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"11\">%n"
            .formatted(WIDTH, height));
    svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
    svg.append("<text x=\"4\" y=\"17\" font-weight=\"bold\">%s</text>%n".formatted(escaped(title)));
    boxes.forEach(box -> svg.append(box).append('\n'));
    Files.writeString(file, svg.append("</svg>\n"));
  }

  private void draw(Node node, int depth, double left) {
    var share = (double) node.samples / root.samples;
    if (share < NARROWEST || depth > DEEPEST) {
      return;
    }
    deepest = Math.max(deepest, depth);
    boxes.add(box(node.frame, share, depth, left * WIDTH));
    var next = left;
    var widest = Comparator.comparingLong((Node callee) -> -callee.samples);
    for (var callee : node.callees.values().stream().sorted(widest).toList()) {
      draw(callee, depth + 1, next);
      next += (double) callee.samples / root.samples;
    }
  }

  private static String box(String frame, double share, int depth, double left) {
    var width = share * WIDTH;
    var top = 26 + depth * ROW;
    var room = (int) ((width - 4) / CHARACTER);
    var text =
        room < 3
            ? ""
            : String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%d\">%s</text>",
                left + 2,
                top + 12,
                escaped(frame.length() <= room ? frame : frame.substring(0, room)));
    return String.format(
        Locale.ROOT,
        "<g><title>%s %.1f%%</title><rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\""
            + " fill=\"%s\"/>%s</g>",
        escaped(frame),
        share * 100,
        left,
        top,
        Math.max(0.5, width - 0.5),
        ROW - 1,
        colour(frame),
        text);
  }

  /// Weir's own code stands out.
  private static String colour(String frame) {
    return frame.startsWith(Frames.OURS) ? "#f4b183" : frame.contains(".") ? "#f7e1a0" : "#cfd8dc";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
