package dev.weir.livestore.proxy;

import dev.weir.s2.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes a page of events as the one SSE event that it is sent as, in pieces: a large page then
/// needs no large array, which the collector would have to find a place for, and no copy of itself
/// to grow. For one thread.
final class PageWriter {
  private static final int PIECE_BYTES = 128 << 10;
  private static final int FIRST_PIECE_BYTES = 1 << 10;

  private static final int MOST_DIGITS = 19;

  private static final byte[] BEGIN = ascii("event: batch\ndata: " + "{\"records\":[");
  private static final byte[] RECORD = ascii("{\"seq_num\":");
  private static final byte[] TIMESTAMP = ascii(",\"timestamp\":");
  private static final byte[] BODY = ascii(",\"body\":\"");
  private static final byte[] END_OF_RECORD = ascii("\"}");
  private static final byte[] TAIL = ascii("],\"tail\":{\"seq_num\":");
  private static final byte[] END = ascii("}}\n\n");

  private final List<byte[]> full = new ArrayList<>();
  private byte[] piece = new byte[FIRST_PIECE_BYTES];
  private int at;
  private long fullBytes;
  private final byte[] digits = new byte[MOST_DIGITS];
  private byte[] json = new byte[FIRST_PIECE_BYTES];
  private long lastTimestamp;
  private byte[] lastTimestampText = {'0'};
  private boolean begun;

  void add(CanonicalEvent event) {
    add(event.s2SeqNum(), event.timestamp(), Bytes.utf8(event.event().json()));
  }

  /// Adds an event.
  ///
  /// @param event its JSON in UTF-8
  void add(long s2SeqNum, long timestamp, Bytes event) {
    if (!begun) {
      write(BEGIN);
      begun = true;
    } else {
      write((byte) ',');
    }
    write(RECORD);
    write(s2SeqNum);
    write(TIMESTAMP);
    writeTimestamp(timestamp);
    write(BODY);
    writeEscaped(event);
    write(END_OF_RECORD);
  }

  /// The records of one append share theirs.
  private void writeTimestamp(long timestamp) {
    if (timestamp != lastTimestamp) {
      lastTimestamp = timestamp;
      lastTimestampText = ascii(Long.toString(timestamp));
    }
    write(lastTimestampText);
  }

  /// How much was written.
  long size() {
    return fullBytes + at;
  }

  /// Ends the page.
  ///
  /// @param tail the S2 tail as the client is to see it: it takes what lies between the last event
  ///   and this for what it has yet to wait for, so it must be the number behind the last event
  ///   unless more events follow
  List<byte[]> finish(long tail) {
    write(TAIL);
    write(tail);
    write(TIMESTAMP);
    write(lastTimestampText);
    write(END);
    full.add(Arrays.copyOf(piece, at));
    return List.copyOf(full);
  }

  private void writeEscaped(Bytes event) {
    int size = event.size();
    if (json.length < size + JsonEscapes.MARGIN) {
      json = new byte[size + JsonEscapes.MARGIN];
    }
    event.copyTo(json, 0);
    for (int from = 0; from < size; from += FIRST_PIECE_BYTES) {
      int to = Math.min(size, from + FIRST_PIECE_BYTES);
      ensureRoom((to - from) * JsonEscapes.LONGEST + JsonEscapes.MARGIN);
      at = JsonEscapes.write(json, from, to, piece, at);
    }
  }

  /// @param number not negative
  private void write(long number) {
    ensureRoom(MOST_DIGITS);
    int from = MOST_DIGITS;
    long rest = number;
    do {
      digits[--from] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest != 0);
    System.arraycopy(digits, from, piece, at, MOST_DIGITS - from);
    at += MOST_DIGITS - from;
  }

  private void write(byte[] ascii) {
    ensureRoom(ascii.length);
    System.arraycopy(ascii, 0, piece, at, ascii.length);
    at += ascii.length;
  }

  private void write(byte b) {
    ensureRoom(1);
    piece[at++] = b;
  }

  /// Small pages get small pieces: most have one event.
  private void ensureRoom(int bytes) {
    if (piece.length - at >= bytes) {
      return;
    }
    int wanted = Math.max(at + bytes, Math.min(2 * piece.length, PIECE_BYTES));
    if (wanted <= PIECE_BYTES) {
      piece = Arrays.copyOf(piece, wanted);
    } else {
      full.add(Arrays.copyOf(piece, at));
      fullBytes += at;
      piece = new byte[PIECE_BYTES];
      at = 0;
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
