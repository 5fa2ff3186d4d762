package dev.weir.bench.http;

/// Looks for bytes in what comes, byte by byte, and remembers what stood before them.
public final class ByteMatch {
  private int matched;
  private byte last;
  private byte before;

  /// Takes in the next byte.
  ///
  /// @param wanted the same until it was found; what does not fit may only be its first byte again
  /// @return whether `wanted` ends with this byte
  public boolean ends(byte b, byte[] wanted) {
    if (b == wanted[matched]) {
      if (matched++ == 0) {
        before = last;
      }
    } else {
      matched = b == wanted[0] ? 1 : 0;
      before = last;
    }
    last = b;
    if (matched < wanted.length) {
      return false;
    }
    matched = 0;
    return true;
  }

  /// The byte before what was found.
  public byte before() {
    return before;
  }
}
