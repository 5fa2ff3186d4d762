package dev.weir.s2.client;

import dev.weir.s2.AccessToken;
import dev.weir.s2.BasinName;
import dev.weir.s2.InvalidInputException;
import dev.weir.s2.RequestToken;
import dev.weir.s2.wire.FrameCompression;
import dev.weir.s2.wire.S2Headers;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;

/// Requests with the address and the headers that all of a client's requests have.
final class Requests {
  static final MediaType PROTOBUF = MediaType.get("application/protobuf");
  static final MediaType SESSION = MediaType.get("s2s/proto");

  private static final MediaType JSON = MediaType.get("application/json");

  private final Endpoints endpoints;
  private final Optional<AccessToken> accessToken;
  private final String userAgent;
  private final FrameCompression compression;

  Requests(S2ClientConfig config) {
    endpoints = config.endpoints();
    accessToken = config.accessToken();
    userAgent = config.network().userAgent();
    compression = config.compression().ofFrames();
  }

  /// @param path begins with `/`, is encoded, and may end with a query
  Request.Builder account(String path) {
    return to(endpoints.account() + path);
  }

  /// @param path begins with `/`, is encoded, and may end with a query
  Request.Builder basin(BasinName basin, String path) {
    var request = to(endpoints.of(basin) + path);
    if (endpoints.addressing() == Endpoints.Addressing.BY_HEADER) {
      request.header(S2Headers.BASIN, basin.value());
    }
    return request;
  }

  static RequestBody json(byte[] body) {
    return new WholeBody(JSON, body);
  }

  /// Makes `request` one that posts a protobuf message, compressed where that is configured, and
  /// asks for one.
  Request.Builder postProtobuf(Request.Builder request, byte[] message) {
    var used = compression.forSize(message.length);
    if (used != FrameCompression.NONE) {
      request.header("content-encoding", used.coding());
    }
    return request
        .header("accept", PROTOBUF.toString())
        .post(new WholeBody(PROTOBUF, used.compress(message)));
  }

  /// @throws InvalidInputException if the token cannot stand in a header
  static String headerValue(RequestToken token) {
    if (!VisibleAscii.isAll(token.value())) {
      throw new InvalidInputException("a request token sent over HTTP must be visible ASCII");
    }
    return token.value();
  }

  /// A token that nobody else has.
  static RequestToken randomToken() {
    return new RequestToken(UUID.randomUUID().toString().replace("-", ""));
  }

  private Request.Builder to(String url) {
    var request =
        new Request.Builder()
            .url(url)
            .header("user-agent", userAgent)
            .header("accept", "application/json")
            .header("accept-encoding", compression.coding());
    accessToken.ifPresent(token -> request.header("authorization", "Bearer " + token.value()));
    return request;
  }

  /// One-shot, because OkHttp would by itself send any other body again after a 503 with
  /// `retry-after: 0`.
  private static final class WholeBody extends RequestBody {
    private final MediaType type;
    private final byte[] body;

    WholeBody(MediaType type, byte[] body) {
      this.type = type;
      this.body = body;
    }

    @Override
    public MediaType contentType() {
      return type;
    }

    @Override
    public long contentLength() {
      return body.length;
    }

    @Override
    public boolean isOneShot() {
      return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      sink.write(body);
    }
  }
}
