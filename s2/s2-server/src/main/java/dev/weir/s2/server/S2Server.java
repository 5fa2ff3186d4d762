package dev.weir.s2.server;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import dev.weir.s2.S2;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;

/// A server of the S2 API alone, over HTTP/1.1 and HTTP/2, with or without TLS, for tests and for
/// embedding. `/health` and `/ping` answer 200 while its [Health] is good. The store stays its
/// owner's to close, after the server.
public final class S2Server implements AutoCloseable {
  private static final int STREAM_WINDOW_BYTES = 1024 * 1024;
  private static final int CONNECTION_WINDOW_BYTES = 8 * 1024 * 1024;
  private static final int MAX_STREAMS_PER_CONNECTION = 1000;

  private final Server server;
  private final S2Service service;
  private final InetSocketAddress address;
  private final String scheme;

  private S2Server(Server server, S2Service service, S2ServerConfig config) {
    this.server = server;
    this.service = service;
    this.address = new InetSocketAddress(config.address().getAddress(), server.activeLocalPort());
    this.scheme = config.tls().isPresent() ? "https" : "http";
  }

  /// Starts a server; returns once it listens.
  ///
  /// @throws java.util.concurrent.CompletionException if it cannot listen there
  /// @throws IllegalArgumentException if the certificate or its key cannot be used
  public static S2Server start(S2 store, S2ServerConfig config) {
    var service = new S2Service(store, config.crossOrigin(), config.access());
    try {
      var server = build(service, config);
      server.start().join();
      return new S2Server(server, service, config);
    } catch (RuntimeException e) {
      service.close();
      throw e;
    }
  }

  /// Where the server listens.
  public InetSocketAddress address() {
    return address;
  }

  /// The URL that clients take as the account's and the basins' endpoint, without a path.
  public URI endpoint() {
    String host = address.getAddress().getHostAddress();
    String literal = host.contains(":") ? "[" + host + "]" : host;
    return URI.create(scheme + "://" + literal + ":" + address.getPort());
  }

  /// How many sessions and streams of events are open.
  int openSessions() {
    return service.openSessions();
  }

  /// Ends the open reads, lets other requests finish for up to 10 seconds, and stops listening. May
  /// be called twice.
  @Override
  public void close() {
    service.close();
    server.stop().join();
  }

  private static HttpResponse text(HttpStatus status, String text) {
    return HttpResponse.of(status, MediaType.PLAIN_TEXT_UTF_8, text);
  }

  private static Server build(S2Service service, S2ServerConfig config) {
    HttpService alive =
        (ctx, request) ->
            config
                .health()
                .trouble()
                .map(why -> text(HttpStatus.SERVICE_UNAVAILABLE, why))
                .orElseGet(() -> text(HttpStatus.OK, "OK"));
    var builder =
        Server.builder()
            // The default is one registry for the whole JVM, where a second server is a name clash.
            .meterRegistry(new CompositeMeterRegistry())
            .bossGroupFactory(AcceptorGroup::new)
            .http2InitialStreamWindowSize(STREAM_WINDOW_BYTES)
            .http2InitialConnectionWindowSize(CONNECTION_WINDOW_BYTES)
            .http2MaxStreamsPerConnection(MAX_STREAMS_PER_CONNECTION)
            .gracefulShutdownTimeout(Duration.ZERO, Duration.ZERO)
            .service("/health", alive)
            .service("/ping", alive);
    config
        .tls()
        .ifPresentOrElse(
            tls -> tls.listen(builder, config.address()), () -> builder.http(config.address()));
    StreamResets.contain(builder);
    service.installOn(builder);
    return builder.build();
  }
}
