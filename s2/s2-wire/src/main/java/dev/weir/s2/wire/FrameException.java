package dev.weir.s2.wire;

import org.jspecify.annotations.Nullable;

/// Bytes that are no frame of `s2s/proto`. Checked, because a server answers it in the session, and
/// a client takes it as a broken connection.
public final class FrameException extends Exception {
  private static final long serialVersionUID = 1;

  private final Fault fault;

  FrameException(Fault fault) {
    this(fault, null);
  }

  FrameException(Fault fault, @Nullable Throwable cause) {
    super(fault.text, cause);
    this.fault = fault;
  }

  /// What is wrong.
  public Fault fault() {
    return fault;
  }

  /// What can be wrong with a frame. The texts are S2's own.
  public enum Fault {
    /// Its length is over 2 MiB.
    EXCEEDS_LIMIT("frame exceeds decode limit"),
    /// Its length is 0.
    EMPTY("empty frame payload"),
    /// It is compressed in a way that does not exist.
    UNKNOWN_COMPRESSION("unknown compression algorithm"),
    /// It is terminal and too short to say why.
    MISSING_STATUS("terminal message missing status code"),
    /// It is terminal and its body is no text.
    INVALID_UTF_8("invalid utf-8"),
    /// What was compressed is over 2 MiB less a byte.
    DECOMPRESSED_EXCEEDS_LIMIT("decompressed payload exceeds limit"),
    /// What should be compressed is not.
    CORRUPT("corrupt compressed payload"),
    /// The bytes ended inside it.
    TRUNCATED("truncated frame");

    private final String text;

    Fault(String text) {
      this.text = text;
    }
  }
}
