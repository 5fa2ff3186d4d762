package dev.weir.livestore.syncs2;

import dev.weir.livestore.sync.internal.JsonText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Generated texts and JSON, odd ones more often than not.
final class Texts {
  private static final String[] PIECES = {
    "a",
    "Z",
    "0",
    " ",
    "%",
    "%2F",
    "+",
    "&",
    "=",
    "#",
    "?",
    "\"",
    "\\",
    "\n",
    "\0",
    "\u001f",
    "\u007f",
    "é",
    "漢",
    "\u2028",
    "\uffff",
    "😀",
    "\ud800",
    "\udc00",
    "-_.!~*'()"
  };
  private static final String[] SCALARS = {
    "null", "true", "false", "0", "-0.0", "1.50", "1e400", "12345678901234567890", "\"\\u00e9\""
  };

  private final Random random;

  Texts(long seed) {
    random = new Random(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  String text(int maxPieces) {
    var text = new StringBuilder();
    for (int i = random.nextInt(maxPieces + 1); i > 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  String quoted(int maxPieces) {
    var out = new StringBuilder();
    JsonText.quote(text(maxPieces), out);
    return out.toString();
  }

  /// One JSON value with odd spacing, spelling and repeated keys.
  String json(int depth) {
    return switch (random.nextInt(depth == 0 ? 2 : 4)) {
      case 0 -> SCALARS[random.nextInt(SCALARS.length)];
      case 1 -> quoted(6);
      case 2 -> "[" + space() + (random.nextBoolean() ? "" : json(depth - 1) + "," + json(0)) + "]";
      default ->
          "{" + quoted(2) + space() + ":" + json(depth - 1) + "," + quoted(1) + ":" + json(0) + "}";
    };
  }

  String space() {
    return " \t\r\n ".substring(0, random.nextInt(5));
  }

  /// An event's JSON, its keys in any order.
  String event(long seqNum, long parentSeqNum) {
    var members =
        new ArrayList<>(
            List.of(
                "\"name\":" + quoted(4),
                "\"args\":" + space() + json(3),
                "\"seqNum\":" + seqNum + (random.nextBoolean() ? ".0" : ""),
                "\"parentSeqNum\":" + parentSeqNum,
                "\"clientId\":" + quoted(3),
                "\"sessionId\"" + space() + ":" + quoted(3),
                "\"x-" + random.nextInt() + "\":" + json(2)));
    Collections.shuffle(members, random);
    return "{" + space() + String.join("," + space(), members) + "}";
  }
}
