package dev.weir.livestore.proxy;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.s2.Bytes;
import dev.weir.s2.SequencedRecord;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The two numbers of an event, which are all that the canonical log is picked by.
record EventNumbers(EventSeqNum seqNum, EventSeqNum parentSeqNum) {
  static EventNumbers of(EncodedEvent event) {
    return new EventNumbers(event.seqNum(), event.parentSeqNum());
  }

  /// Those of the event in a record that bears the [Mark], without parsing it. The mark says that
  /// the body is an event, which leaves only its numbers to be found: LiveStore writes them last,
  /// before two texts, and what stands there in an object that is known to be JSON cannot stand
  /// inside a text, where quotes have backslashes. Empty where an event is written in another way.
  static Optional<EventNumbers> atEndOf(SequencedRecord record) {
    return Mark.isOn(record) ? new Backwards(record.body()).read() : Optional.empty();
  }

  /// Reads from the end towards the beginning.
  private static final class Backwards {
    private static final byte[] SESSION = ascii(",\"sessionId\":");
    private static final byte[] CLIENT = ascii(",\"clientId\":");
    private static final byte[] PARENT = ascii(",\"parentSeqNum\":");
    private static final byte[] NUMBER = ascii(",\"seqNum\":");

    /// No number of so many digits is too large for JavaScript.
    private static final int MOST_DIGITS = 15;

    private final Bytes json;
    private int end;

    Backwards(Bytes json) {
      this.json = json;
      this.end = json.size();
    }

    Optional<EventNumbers> read() {
      if (!take('}') || !takeText() || !take(SESSION) || !takeText() || !take(CLIENT)) {
        return Optional.empty();
      }
      long parent = takeNumber();
      if (parent < 0 || !take(PARENT)) {
        return Optional.empty();
      }
      long number = takeNumber();
      return number < 0 || !take(NUMBER)
          ? Optional.empty()
          : Optional.of(new EventNumbers(new EventSeqNum(number), new EventSeqNum(parent)));
    }

    private boolean take(char c) {
      return end > 0 && json.at(--end) == c;
    }

    private boolean take(byte[] text) {
      for (int i = text.length - 1; i >= 0; i--) {
        if (!take((char) text[i])) {
          return false;
        }
      }
      return true;
    }

    /// A text without escapes.
    private boolean takeText() {
      if (!take('"')) {
        return false;
      }
      while (end > 0) {
        byte b = json.at(--end);
        if (b == '"') {
          return true;
        }
        if (b == '\\') {
          return false;
        }
      }
      return false;
    }

    /// A number without sign, fraction and exponent; -1 if there is none.
    private long takeNumber() {
      int behind = end;
      while (end > 0 && isDigit(json.at(end - 1))) {
        end--;
      }
      if (end == behind || behind - end > MOST_DIGITS) {
        return -1;
      }
      long value = 0;
      for (int i = end; i < behind; i++) {
        value = 10 * value + json.at(i) - '0';
      }
      return value;
    }

    private static boolean isDigit(byte b) {
      return b >= '0' && b <= '9';
    }

    private static byte[] ascii(String text) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }
  }
}
