package dev.weir.s2.client;

import dev.weir.s2.TransportException;
import dev.weir.s2.wire.FrameCompression;
import dev.weir.s2.wire.S2Headers;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.Response;
import okio.BufferedSource;

/// What a server answered.
sealed interface Answer {
  /// A bound on what one answer may put into memory. A batch of 1 MiB takes up to 7 MiB as JSON.
  int MAX_BODY_BYTES = 16 * 1024 * 1024;

  MediaType EVENT_STREAM = MediaType.get("text/event-stream");

  /// An answer that has come in whole.
  @SuppressWarnings("ArrayRecordComponent") // decoded at once, never compared
  record Whole(int status, Headers headers, byte[] body) implements Answer {
    boolean isSuccess() {
      return status >= 200 && status < 300;
    }

    /// Whether the body is a protobuf message, and not JSON.
    boolean isProtobuf() {
      return header("content-type")
          .map(type -> type.startsWith("application/protobuf"))
          .orElse(false);
    }

    Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }

    /// What the server asks for before the next attempt; zero if it asks for nothing we can read.
    Duration retryAfter() {
      try {
        return header(S2Headers.RETRY_AFTER_MS)
            .map(millis -> Duration.ofMillis(Math.max(0, Long.parseLong(millis.strip()))))
            .orElse(Duration.ZERO);
      } catch (NumberFormatException e) {
        return Duration.ZERO;
      }
    }
  }

  /// Events, as they come.
  record Events(EventSource source) implements Answer {}

  /// Frames, as they come.
  record Frames(FrameSource source) implements Answer {}

  /// Takes `response` over: closes it, or keeps it in the events.
  static Answer of(Response response) throws IOException {
    if (response.code() == 200 && isOf(response, EVENT_STREAM)) {
      return new Events(new EventSource(response));
    }
    if (response.code() == 200 && isOf(response, Requests.SESSION)) {
      return new Frames(new FrameSource(response));
    }
    try (response) {
      byte[] sent = body(response.body().source());
      return new Whole(response.code(), response.headers(), expanded(response, sent));
    }
  }

  /// Ends what is still coming, where the answer is one that nobody waits for any more.
  default void discard() {
    switch (this) {
      case Whole unused -> {}
      case Events(EventSource source) -> source.close();
      case Frames(FrameSource source) -> source.close();
    }
  }

  private static boolean isOf(Response response, MediaType expected) {
    MediaType type = response.body().contentType();
    return type != null
        && type.type().equals(expected.type())
        && type.subtype().equals(expected.subtype());
  }

  private static byte[] expanded(Response response, byte[] body) throws IOException {
    String coding = response.header("content-encoding", "identity");
    var compression = FrameCompression.accepted(coding == null ? "" : coding);
    return compression.expand(body, MAX_BODY_BYTES).orElseThrow(Answer::tooLarge);
  }

  private static TransportException tooLarge() {
    return new TransportException("an answer of over " + MAX_BODY_BYTES + " bytes", true, null);
  }

  private static byte[] body(BufferedSource source) throws IOException {
    if (source.request(MAX_BODY_BYTES + 1L)) {
      throw tooLarge();
    }
    return source.readByteArray();
  }
}
