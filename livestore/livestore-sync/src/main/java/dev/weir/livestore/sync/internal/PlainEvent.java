package dev.weir.livestore.sync.internal;

import dev.weir.livestore.sync.EventSeqNum;
import org.jspecify.annotations.Nullable;

/// Reads an event that is written plainly, as LiveStore writes all but odd ones: keys and texts of
/// the event itself without escapes, numbers as digits. A general parser takes several times as
/// long to begin and end with so small a text, and a client that catches up reads a million.
///
/// It may leave any event to [EventFields], and takes none that is not JSON.
public final class PlainEvent {
  private static final int MAX_DEPTH = 100;
  private static final int MAX_DIGITS = 15;

  private final String json;

  /// With a NUL at the end, which no JSON has, so that nothing else need look for it.
  private final char[] text;

  private int at;
  private @Nullable String name;
  private @Nullable String clientId;
  private @Nullable String sessionId;
  private long seqNum = -1;
  private long parentSeqNum = -1;

  private PlainEvent(String json) {
    this.json = json;
    this.text = new char[json.length() + 1];
    json.getChars(0, json.length(), text, 0);
  }

  /// The fields of the event, or null if the text is something else or less plain.
  public static @Nullable EventFields read(String json) {
    var event = new PlainEvent(json);
    return event.readMembers() ? event.fields() : null;
  }

  private @Nullable EventFields fields() {
    if (name == null || clientId == null || sessionId == null || seqNum < 0 || parentSeqNum < 0) {
      return null;
    }
    return new EventFields(
        name, new EventSeqNum(seqNum), new EventSeqNum(parentSeqNum), clientId, sessionId);
  }

  private boolean readMembers() {
    if (!take('{')) {
      return false;
    }
    do {
      if (!readMember()) {
        return false;
      }
    } while (take(','));
    return take('}') && isAtEnd();
  }

  /// The last of several values of a key counts, so each replaces the one before.
  private boolean readMember() {
    int from = plainText();
    int to = at - 1;
    if (from < 0 || !take(':')) {
      return false;
    }
    return switch (to - from) {
      case 4 -> isKey("name", from) ? (name = readText()) != null : skipValue(1);
      case 6 -> isKey("seqNum", from) ? (seqNum = readNumber()) >= 0 : skipValue(1);
      case 8 -> isKey("clientId", from) ? (clientId = readText()) != null : skipValue(1);
      case 9 -> isKey("sessionId", from) ? (sessionId = readText()) != null : skipValue(1);
      case 12 -> isKey("parentSeqNum", from) ? (parentSeqNum = readNumber()) >= 0 : skipValue(1);
      default -> skipValue(1);
    };
  }

  private boolean isKey(String key, int from) {
    return json.startsWith(key, from);
  }

  private @Nullable String readText() {
    int from = plainText();
    return from < 0 ? null : json.substring(from, at - 1);
  }

  /// Goes behind a string without escapes.
  ///
  /// @return where its text begins, or -1
  private int plainText() {
    if (!take('"')) {
      return -1;
    }
    int from = at;
    while (text[at] >= ' ' && text[at] != '"' && text[at] != '\\') {
      at++;
    }
    return text[at++] == '"' ? from : -1;
  }

  private long readNumber() {
    skipSpace();
    int from = at;
    long number = 0;
    for (; isDigit(text[at]) && at - from < MAX_DIGITS; at++) {
      number = 10 * number + text[at] - '0';
    }
    boolean leadingZero = text[from] == '0' && at > from + 1;
    return at == from || leadingZero ? -1 : number;
  }

  private boolean skipValue(int depth) {
    skipSpace();
    return switch (text[at]) {
      case '"' -> skipString();
      case '{' -> depth < MAX_DEPTH && skipObject(depth);
      case '[' -> depth < MAX_DEPTH && skipArray(depth);
      case 't' -> skipWord("true");
      case 'f' -> skipWord("false");
      case 'n' -> skipWord("null");
      default -> skipNumber();
    };
  }

  private boolean skipObject(int depth) {
    at++;
    if (take('}')) {
      return true;
    }
    do {
      skipSpace();
      if (!skipString() || !take(':') || !skipValue(depth + 1)) {
        return false;
      }
    } while (take(','));
    return take('}');
  }

  private boolean skipArray(int depth) {
    at++;
    if (take(']')) {
      return true;
    }
    do {
      if (!skipValue(depth + 1)) {
        return false;
      }
    } while (take(','));
    return take(']');
  }

  private boolean skipString() {
    if (text[at] != '"') {
      return false;
    }
    for (at++; text[at] != '"'; at++) {
      if (text[at] < ' ' || (text[at] == '\\' && !isEscape())) {
        return false;
      }
    }
    at++;
    return true;
  }

  /// Moves to the last character of an escape.
  private boolean isEscape() {
    at++;
    if (text[at] != 'u') {
      return "\"\\/bfnrt".indexOf(text[at]) >= 0;
    }
    for (int end = at + 4; at < end; ) {
      char c = text[++at];
      if (!isDigit(c) && !(c >= 'a' && c <= 'f') && !(c >= 'A' && c <= 'F')) {
        return false;
      }
    }
    return true;
  }

  private boolean skipWord(String word) {
    boolean is = json.startsWith(word, at);
    at += is ? word.length() : 0;
    return is;
  }

  private boolean skipNumber() {
    at += text[at] == '-' ? 1 : 0;
    if (text[at] == '0') {
      at++;
    } else if (!skipDigits()) {
      return false;
    }
    if (text[at] == '.') {
      at++;
      if (!skipDigits()) {
        return false;
      }
    }
    if (text[at] != 'e' && text[at] != 'E') {
      return true;
    }
    at++;
    at += text[at] == '+' || text[at] == '-' ? 1 : 0;
    return skipDigits();
  }

  private boolean skipDigits() {
    int from = at;
    while (isDigit(text[at])) {
      at++;
    }
    return at > from;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private boolean take(char expected) {
    skipSpace();
    boolean is = text[at] == expected;
    at += is ? 1 : 0;
    return is;
  }

  private void skipSpace() {
    while (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t') {
      at++;
    }
  }

  private boolean isAtEnd() {
    skipSpace();
    return at == json.length();
  }
}
