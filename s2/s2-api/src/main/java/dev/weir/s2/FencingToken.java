package dev.weir.s2;

import java.nio.charset.StandardCharsets;

/// What an append must name to be accepted by a fenced stream: at most 36 UTF-8 bytes. Empty means
/// unfenced, and every stream starts so.
///
/// Throws [InvalidInputException] if `value` is longer than 36 bytes
public record FencingToken(String value) {
  /// The token of a stream that nobody has fenced.
  public static final FencingToken NONE = new FencingToken("");

  public FencingToken {
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > S2Limits.MAX_FENCING_TOKEN_BYTES) {
      throw new InvalidInputException("fencing token must not exceed 36 bytes in length");
    }
  }
}
