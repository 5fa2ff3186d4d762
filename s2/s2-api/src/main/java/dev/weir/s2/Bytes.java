package dev.weir.s2;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// An immutable run of bytes, equal by content: a record's body, a header's name or value.
public final class Bytes {
  private static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

  private final byte[] array;
  private final int offset;
  private final int size;

  private Bytes(byte[] array, int offset, int size) {
    this.array = array;
    this.offset = offset;
    this.size = size;
  }

  /// No bytes.
  public static Bytes empty() {
    return EMPTY;
  }

  /// A copy of `bytes`.
  public static Bytes copyOf(byte[] bytes) {
    return wrap(bytes.clone());
  }

  /// The bytes of `array` themselves, uncopied: the caller gives the array away and must not change
  /// it again.
  public static Bytes wrap(byte[] array) {
    return wrap(array, 0, array.length);
  }

  /// `size` bytes of `array` from `offset`, uncopied: the caller gives the array away and must not
  /// change it again.
  public static Bytes wrap(byte[] array, int offset, int size) {
    if (offset < 0 || size < 0 || size > array.length - offset) {
      throw new IndexOutOfBoundsException(
          "offset " + offset + ", size " + size + " of an array of " + array.length);
    }
    return size == 0 ? EMPTY : new Bytes(array, offset, size);
  }

  /// `text` in UTF-8. A lone surrogate becomes U+FFFD (three bytes), as in S2's own SDKs.
  public static Bytes utf8(String text) {
    if (text.isEmpty()) {
      return EMPTY;
    }
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return wrap(
        isWhole(utf8, text) ? utf8 : replaceLoneSurrogates(text).getBytes(StandardCharsets.UTF_8));
  }

  /// The number of bytes.
  public int size() {
    return size;
  }

  /// Whether there are none.
  public boolean isEmpty() {
    return size == 0;
  }

  /// The byte at `index`, from 0.
  public byte at(int index) {
    return array[offset + checkIndex(index)];
  }

  /// A copy.
  public byte[] toArray() {
    return Arrays.copyOfRange(array, offset, offset + size);
  }

  /// Copies all bytes to `target` from `targetOffset` on.
  public void copyTo(byte[] target, int targetOffset) {
    System.arraycopy(array, offset, target, targetOffset, size);
  }

  /// Writes all bytes to `out`.
  public void writeTo(OutputStream out) throws IOException {
    out.write(array, offset, size);
  }

  /// A read-only view of the bytes.
  public ByteBuffer asByteBuffer() {
    return ByteBuffer.wrap(array, offset, size).slice().asReadOnlyBuffer();
  }

  /// The text in UTF-8; what is not UTF-8 becomes U+FFFD, as in S2's `raw` JSON format.
  public String utf8() {
    return new String(array, offset, size, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that
        && Arrays.equals(
            array, offset, offset + size, that.array, that.offset, that.offset + that.size);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = offset; i < offset + size; i++) {
      hash = 31 * hash + array[i];
    }
    return hash;
  }

  /// The size and the first bytes as text: enough for a test's failure, too little to spill a log.
  @Override
  public String toString() {
    int shown = Math.min(size, 32);
    String text = new String(array, offset, shown, StandardCharsets.UTF_8);
    return size + " bytes: " + text + (shown < size ? "…" : "");
  }

  private int checkIndex(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(index + " of " + size);
    }
    return index;
  }

  /// Whether nothing was lost, as a lone surrogate is: Java writes a question mark for it. To read
  /// back what was written costs a fraction of a look at each character.
  private static boolean isWhole(byte[] utf8, String text) {
    return new String(utf8, StandardCharsets.UTF_8).equals(text);
  }

  private static String replaceLoneSurrogates(String text) {
    var well = new StringBuilder(text.length());
    text.codePoints().forEach(c -> well.appendCodePoint(isSurrogate(c) ? 0xFFFD : c));
    return well.toString();
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
