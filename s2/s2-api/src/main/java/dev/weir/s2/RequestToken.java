package dev.weir.s2;

import java.nio.charset.StandardCharsets;

/// Makes a create idempotent: the same token with the same configuration finds what it created
/// before. At most 36 UTF-8 bytes.
///
/// Throws [InvalidInputException] if `value` is longer than 36 bytes
public record RequestToken(String value) {
  public RequestToken {
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > S2Limits.MAX_REQUEST_TOKEN_BYTES) {
      throw new InvalidInputException("request token was longer than 36 bytes in length: " + bytes);
    }
  }
}
