package dev.weir.s2.wire;

import java.nio.charset.StandardCharsets;

/// One frame of `s2s/proto`, the protocol of sessions. Its arrays are handed on as they are, to
/// encode or from decoding, and must not be changed.
@SuppressWarnings("ArrayRecordComponent")
public sealed interface Frame {
  /// One protobuf message: an `AppendInput`, an `AppendAck` or a `ReadBatch`.
  ///
  /// @param body uncompressed
  /// @param reconnectAdvised whether the server will soon go away: finish here, and go on over
  ///   another connection
  record Message(byte[] body, boolean reconnectAdvised) implements Frame {
    /// A message without advice.
    public static Message of(byte[] body) {
      return new Message(body, false);
    }
  }

  /// The end of a session that failed, from the server; nothing comes after it.
  ///
  /// @param status the HTTP status of the same failure of a single call
  /// @param body the body of that answer, in UTF-8; may be empty
  record Terminal(int status, byte[] body) implements Frame {
    /// What a failure of [ErrorJson] looks like in a session.
    public static Terminal of(ErrorJson.Response response) {
      return new Terminal(response.status(), response.body());
    }

    @Override
    public String toString() {
      return "Terminal[status="
          + status
          + ", body="
          + new String(body, StandardCharsets.UTF_8)
          + "]";
    }
  }
}
