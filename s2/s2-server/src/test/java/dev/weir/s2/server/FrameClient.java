package dev.weir.s2.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.wire.Frame;
import dev.weir.s2.wire.FrameDecoder;
import dev.weir.s2.wire.FrameException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;

/// A client of `s2s/proto` over HTTP/2 that knows nothing of retries: what a test sends is what
/// goes over the wire, and what comes is what the test sees.
final class FrameClient implements AutoCloseable {
  static final String BASIN = "test-basin";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String endpoint;
  private final Sockets sockets = new Sockets();
  private final OkHttpClient http;

  FrameClient(URI endpoint) {
    this(endpoint, Protocol.H2_PRIOR_KNOWLEDGE);
  }

  FrameClient(URI endpoint, Protocol protocol) {
    this(endpoint, builder -> builder.protocols(List.of(protocol)));
  }

  /// @param connecting says how to connect
  FrameClient(URI endpoint, UnaryOperator<OkHttpClient.Builder> connecting) {
    this.endpoint = endpoint.toString();
    this.http =
        connecting
            .apply(new OkHttpClient.Builder())
            .socketFactory(sockets)
            .readTimeout(PATIENCE)
            .writeTimeout(PATIENCE)
            .retryOnConnectionFailure(false)
            .build();
  }

  Session append(String stream, String... headers) throws IOException {
    return new Session(request(stream, "", headers).post(new Duplex()).build());
  }

  Session read(String stream, String query, String... headers) throws IOException {
    return new Session(
        request(stream, query, headers).header("content-type", "s2s/proto").get().build());
  }

  private Request.Builder request(String stream, String query, String... headers) {
    var builder =
        new Request.Builder()
            .url(endpoint + "/v1/streams/" + stream + "/records" + query)
            .header("s2-basin", BASIN)
            .header("accept-encoding", "identity"); // else OkHttp asks for gzip by itself
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    return builder;
  }

  @Override
  public void close() {
    http.dispatcher().cancelAll();
    http.dispatcher().executorService().shutdown();
    sockets.close();
  }

  /// A body that its session writes while the answer comes.
  private static final class Duplex extends RequestBody {
    private final LinkedBlockingQueue<BufferedSink> sink = new LinkedBlockingQueue<>();

    @Override
    public MediaType contentType() {
      return MediaType.get("s2s/proto");
    }

    @Override
    public boolean isDuplex() {
      return true;
    }

    @Override
    public void writeTo(BufferedSink sink) {
      this.sink.add(sink);
    }
  }

  /// A session whose head has come.
  final class Session implements AutoCloseable {
    private final Call call;
    private final Response response;
    private final Optional<BufferedSink> sink;
    private final FrameDecoder decoder = new FrameDecoder();

    Session(Request request) throws IOException {
      call = http.newCall(request);
      response = call.execute();
      sink =
          request.body() instanceof Duplex duplex
              ? Optional.ofNullable(duplex.sink.poll())
              : Optional.empty();
    }

    int status() {
      return response.code();
    }

    Protocol protocol() {
      return response.protocol();
    }

    String header(String name) {
      return Optional.ofNullable(response.header(name)).orElse("");
    }

    /// All of an answer that is no session.
    String body() throws IOException {
      return response.body().string();
    }

    /// Sends bytes, which are frames if the test means well.
    Session send(byte[]... chunks) throws IOException {
      for (byte[] chunk : chunks) {
        sink.orElseThrow().write(chunk);
      }
      sink.orElseThrow().flush();
      return this;
    }

    /// Ends the client's half.
    Session finish() throws IOException {
      sink.orElseThrow().close();
      return this;
    }

    /// The next frame; empty at the end of the answer.
    Optional<Frame> next() throws IOException {
      try {
        while (true) {
          var frame = decoder.next();
          if (frame.isPresent()) {
            return frame;
          }
          byte[] chunk = new byte[8192];
          int size = response.body().source().read(chunk);
          if (size < 0) {
            decoder.end();
            return Optional.empty();
          }
          decoder.feed(chunk, 0, size);
        }
      } catch (FrameException e) {
        throw new IOException(e);
      }
    }

    Frame.Message message() throws IOException {
      var frame = next();
      assertThat(frame).get().isInstanceOf(Frame.Message.class);
      return (Frame.Message) frame.orElseThrow();
    }

    /// The terminal frame, behind which there is nothing, as `status body`.
    String terminal() throws IOException {
      var frame = next();
      assertThat(frame).get().isInstanceOf(Frame.Terminal.class);
      var terminal = (Frame.Terminal) frame.orElseThrow();
      assertThat(next()).isEmpty();
      return terminal.status() + " " + new String(terminal.body(), UTF_8);
    }

    void assertEnd() throws IOException {
      assertThat(next()).isEmpty();
    }

    void reset() {
      call.cancel();
      response.close();
    }

    /// Resets the stream, if it is not over.
    @Override
    public void close() {
      reset();
    }
  }
}
