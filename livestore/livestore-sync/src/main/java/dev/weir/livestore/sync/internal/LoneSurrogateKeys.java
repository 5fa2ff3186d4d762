package dev.weir.livestore.sync.internal;

/// Rewrites the keys of JSON that Jackson refuses and JavaScript does not: those with an escaped
/// surrogate that lacks its other half. JavaScript writes such keys, and a client whose push were
/// refused for one would be stuck with it.
///
/// Only ever applied to what Jackson refused, and it leaves what is no JSON no JSON.
final class LoneSurrogateKeys {
  /// The replacement character: in no key that anyone looks for, and as long as what it replaces.
  private static final String BLANK = "\\ufffd";

  /// Two noncharacters, which stand in no text meant for exchange, and the surrogate's low digits.
  private static final String DISTINCT = "\\ufffe\\ufffe\\u0";

  private static final int ESCAPE_LENGTH = 6;

  private final String json;
  private final boolean distinct;
  private final StringBuilder out;

  private LoneSurrogateKeys(String json, boolean distinct) {
    this.json = json;
    this.distinct = distinct;
    this.out = new StringBuilder(json.length() + 64);
  }

  /// The same text with such keys changed in place: every offset stays what it was.
  static String blank(String json) {
    return new LoneSurrogateKeys(json, false).rewrite();
  }

  /// The same text with such keys changed so that different ones stay different.
  static String distinguish(String json) {
    return new LoneSurrogateKeys(json, true).rewrite();
  }

  private String rewrite() {
    int done = 0;
    for (int quote = json.indexOf('"'); quote >= 0; quote = json.indexOf('"', done)) {
      out.append(json, done, quote);
      int end = endOfString(quote);
      if (isKey(end)) {
        rewriteKey(quote, end);
      } else {
        out.append(json, quote, end);
      }
      done = end;
    }
    return out.append(json, done, json.length()).toString();
  }

  private int endOfString(int quote) {
    for (int i = quote + 1; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c == '"') {
        return i + 1;
      }
      if (c == '\\') {
        i++;
      }
    }
    return json.length();
  }

  private boolean isKey(int end) {
    int i = end;
    while (i < json.length() && " \t\r\n".indexOf(json.charAt(i)) >= 0) {
      i++;
    }
    return i < json.length() && json.charAt(i) == ':';
  }

  private void rewriteKey(int from, int to) {
    for (int i = from; i < to; ) {
      int unit = escapedUnit(i);
      int length = 1;
      if (isHigh(unit) && isLow(escapedUnit(i + ESCAPE_LENGTH))) {
        length = 2 * ESCAPE_LENGTH;
      } else if (isHigh(unit) || isLow(unit)) {
        appendReplacement(i);
        i += ESCAPE_LENGTH;
        continue;
      } else if (json.charAt(i) == '\\') {
        length = 2;
      }
      out.append(json, i, Math.min(i + length, to));
      i += length;
    }
  }

  private void appendReplacement(int escape) {
    if (distinct) {
      out.append(DISTINCT).append(json, escape + 3, escape + ESCAPE_LENGTH);
    } else {
      out.append(BLANK);
    }
  }

  /// The UTF-16 unit of the escape at `i`, or -1 if there is none.
  private int escapedUnit(int i) {
    if (!json.startsWith("\\u", i) || i + ESCAPE_LENGTH > json.length()) {
      return -1;
    }
    int unit = 0;
    for (int k = i + 2; k < i + ESCAPE_LENGTH; k++) {
      char c = json.charAt(k);
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }

  private static boolean isHigh(int unit) {
    return unit >= Character.MIN_HIGH_SURROGATE && unit <= Character.MAX_HIGH_SURROGATE;
  }

  private static boolean isLow(int unit) {
    return unit >= Character.MIN_LOW_SURROGATE && unit <= Character.MAX_LOW_SURROGATE;
  }
}
