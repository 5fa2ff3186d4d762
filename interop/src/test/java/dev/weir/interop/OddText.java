package dev.weir.interop;

/// Text that a careless proxy decodes twice, takes for a space, or cannot encode.
enum OddText {
  PERCENT("100% a%2Fb %E4 %"),
  PLUS_AND_SPACE("a+b c"),
  BEYOND_ASCII("\u00e4\u6f22\ud83d\ude00\u2028"),
  LONE_SURROGATES("\ud800 \udfff"),
  SYNTAX("\"\\\n\r\t\u0001&=?#");

  private final String text;

  OddText(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  @Override
  public String toString() {
    var shown = new StringBuilder();
    text.chars()
        .forEach(c ->
            shown.append(c >= ' ' && c < 127 ? String.valueOf((char) c) : "\\u%04x".formatted(c)));
    return "`" + shown + "`";
  }
}
