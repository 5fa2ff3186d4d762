package dev.weir.livestore.proxy;

import dev.weir.s2.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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

  /// Of a byte inside a JSON string: six characters, as in `\u0001`.
  private static final int LONGEST_ESCAPE = 6;

  private static final byte[] BEGIN = ascii("event: batch\ndata: " + "{\"records\":[");
  private static final byte[] RECORD = ascii("{\"seq_num\":");
  private static final byte[] TIMESTAMP = ascii(",\"timestamp\":");
  private static final byte[] BODY = ascii(",\"body\":\"");
  private static final byte[] END_OF_RECORD = ascii("\"}");
  private static final byte[] TAIL = ascii("],\"tail\":{\"seq_num\":");
  private static final byte[] END = ascii("}}\n\n");
  private static final byte[] HEX = ascii("0123456789abcdef");
  private static final byte[] ESCAPES = escapes();

  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final long SPACES = ' ' * ONES;

  private final List<byte[]> full = new ArrayList<>();
  private byte[] piece = new byte[FIRST_PIECE_BYTES];
  private int at;
  private long fullBytes;
  private byte[] json = new byte[FIRST_PIECE_BYTES];
  private long lastTimestamp;
  private byte[] lastTimestampText = {'0'};
  private boolean begun;

  /// By byte: 0 for one that stands for itself, else the letter behind its backslash.
  private static byte[] escapes() {
    byte[] escapes = new byte[256];
    Arrays.fill(escapes, 0, ' ', (byte) 'u');
    escapes['\n'] = 'n';
    escapes['\r'] = 'r';
    escapes['\t'] = 't';
    escapes['"'] = '"';
    escapes['\\'] = '\\';
    return escapes;
  }

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

  /// UTF-8 inside a JSON string. Bytes beyond ASCII stand for themselves.
  private void writeEscaped(Bytes event) {
    int size = event.size();
    if (json.length < size) {
      json = new byte[size];
    }
    event.copyTo(json, 0);
    for (int from = 0; from < size; from += FIRST_PIECE_BYTES) {
      escape(from, Math.min(size, from + FIRST_PIECE_BYTES));
    }
  }

  /// Eight bytes at a time, up to the first that needs an escape.
  private void escape(int from, int to) {
    ensureRoom((to - from) * LONGEST_ESCAPE + Long.BYTES);
    int i = from;
    while (i <= to - Long.BYTES) {
      long eight = (long) EIGHT.get(json, i);
      EIGHT.set(piece, at, eight); // what is too much of it is written over
      long special = special(eight);
      int plain = Long.numberOfTrailingZeros(special) >>> 3;
      at += plain;
      i += plain;
      if (special != 0) {
        escape(json[i++]);
      }
    }
    for (; i < to; i++) {
      byte b = json[i];
      if (ESCAPES[b & 0xFF] == 0) {
        piece[at++] = b;
      } else {
        escape(b);
      }
    }
  }

  private void escape(byte b) {
    byte letter = ESCAPES[b & 0xFF];
    piece[at++] = '\\';
    piece[at++] = letter;
    if (letter == 'u') {
      piece[at++] = '0';
      piece[at++] = '0';
      piece[at++] = HEX[b >> 4];
      piece[at++] = HEX[b & 15];
    }
  }

  /// 0 if none of eight bytes is a quote, a backslash or a control character. Else the lowest bit
  /// that is set lies in the first one that is.
  private static long special(long eight) {
    return below(eight ^ QUOTES, ONES) | below(eight ^ BACKSLASHES, ONES) | below(eight, SPACES);
  }

  /// The same for the bytes that are less than those of `bounds`, which are at most 128. A borrow
  /// may set bits behind the first one, never before it.
  private static long below(long eight, long bounds) {
    return (eight - bounds) & ~eight & HIGH_BITS;
  }

  private void write(long number) {
    write(ascii(Long.toString(number)));
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
