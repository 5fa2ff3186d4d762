package dev.weir.livestore.proxy.outbound;

import dev.weir.s2.Bytes;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/// Calls the services that decide on access and on pushes. Follows no redirect: an answer from
/// elsewhere is not the service's. Thread-safe; calls block, and fail when their thread is
/// interrupted.
public final class OutboundHttp implements AutoCloseable {
  private static final MediaType JSON = MediaType.get("application/json");
  private static final int MAX_BODY_BYTES = 1 << 20;

  private final OkHttpClient client;

  /// @param timeout for a whole call, from the look-up of the address to the last byte
  public OutboundHttp(Duration timeout) {
    this.client =
        new OkHttpClient.Builder()
            .callTimeout(timeout)
            .followRedirects(false)
            .followSslRedirects(false)
            .build();
  }

  /// What came back, whatever its status.
  public record Answer(int status, Optional<String> cacheControl, Bytes body) {}

  /// Fails for an address that is none of `http` or `https`.
  ///
  /// @throws IllegalArgumentException with the reason
  public static void requireHttp(URI url) {
    if (url.getHost() == null) {
      throw new IllegalArgumentException("the address of a service needs a host");
    }
    var unused = HttpUrl.get(url.toString());
  }

  /// Asks for what is at `url`.
  ///
  /// @throws IOException if nothing, or too much, came back in time
  public Answer get(URI url) throws IOException {
    return call(new Request.Builder().url(url.toString()).build());
  }

  /// Sends JSON to `url`.
  ///
  /// @throws IOException if nothing, or too much, came back in time
  public Answer post(URI url, String json) throws IOException {
    return call(posting(url, json).build());
  }

  /// The same with a token.
  ///
  /// @param bearer what shows the service that it is called by its own proxy
  /// @throws IOException if nothing, or too much, came back in time
  public Answer post(URI url, String json, String bearer) throws IOException {
    return call(posting(url, json).header("authorization", "Bearer " + bearer).build());
  }

  /// As bytes: text would have a charset added to its type, which JSON has none of.
  private static Request.Builder posting(URI url, String json) {
    var body = RequestBody.create(json.getBytes(StandardCharsets.UTF_8), JSON);
    return new Request.Builder().url(url.toString()).post(body);
  }

  private Answer call(Request request) throws IOException {
    try (Response response = client.newCall(request).execute()) {
      var source = response.body().source();
      if (source.request(MAX_BODY_BYTES + 1L)) {
        throw new IOException("the answer is larger than " + MAX_BODY_BYTES + " bytes");
      }
      return new Answer(
          response.code(),
          Optional.ofNullable(response.header("cache-control")),
          Bytes.wrap(source.readByteArray()));
    }
  }

  /// Closes idle connections. Calls under way end by themselves.
  @Override
  public void close() {
    client.connectionPool().evictAll();
  }
}
