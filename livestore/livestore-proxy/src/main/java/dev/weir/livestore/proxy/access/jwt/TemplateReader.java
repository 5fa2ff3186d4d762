package dev.weir.livestore.proxy.access.jwt;

import dev.weir.livestore.proxy.access.jwt.StoreTemplate.Piece;
import java.util.ArrayList;
import java.util.List;

/// Reads the text of one template, from its beginning to its end.
final class TemplateReader {
  private static final String AS_PATTERN = ":pattern";

  private final String template;
  private final List<Piece> pieces = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private int next;

  TemplateReader(String template) {
    this.template = template;
  }

  StoreTemplate read() {
    while (next < template.length()) {
      char unit = template.charAt(next++);
      switch (unit) {
        case '*' -> add(new Piece.Star());
        case '{' -> add(claim());
        case '}' -> throw new IllegalArgumentException("a brace closes that was not opened");
        case '\\' -> text.append(escaped());
        default -> text.append(unit);
      }
    }
    endText();
    return new StoreTemplate(pieces);
  }

  private void add(Piece piece) {
    endText();
    pieces.add(piece);
  }

  private void endText() {
    if (!text.isEmpty()) {
      pieces.add(new Piece.Text(text.toString()));
      text.setLength(0);
    }
  }

  private char escaped() {
    if (next == template.length()) {
      throw new IllegalArgumentException("it ends with a single backslash");
    }
    return template.charAt(next++);
  }

  private Piece claim() {
    int end = template.indexOf('}', next);
    if (end < 0) {
      throw new IllegalArgumentException("a brace is not closed");
    }
    String name = template.substring(next, end);
    next = end + 1;
    boolean asPattern = name.endsWith(AS_PATTERN);
    String path = asPattern ? name.substring(0, name.length() - AS_PATTERN.length()) : name;
    if (path.isEmpty()) {
      throw new IllegalArgumentException("braces hold no claim's name");
    }
    return new Piece.Claim(path, asPattern);
  }
}
