package dev.weir.app;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import dev.weir.livestore.proxy.armeria.ProxyRoutes;
import dev.weir.livestore.proxy.http.ProxyHttpConfig;
import dev.weir.s2.server.StreamResets;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/// A running Weir: one port that serves everything, and what stands behind it.
///
/// Whoever starts it closes it. Safe to use from any thread.
public final class WeirServer implements AutoCloseable {
  private static final String SYNC_PATH = "/api/s2";

  /// Longer than any silence of a stream of events.
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);

  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(2);

  /// An append session's batch of 1 MiB passes without waiting for the client to learn of room.
  private static final int STREAM_WINDOW_BYTES = 2 * 1024 * 1024;

  private static final int CONNECTION_WINDOW_BYTES = 8 * 1024 * 1024;

  private final UpConfig config;
  private final Backing backing;
  private final Metrics metrics;
  private final Server http;

  private WeirServer(UpConfig config, Backing backing, Metrics metrics, Server http) {
    this.config = config;
    this.backing = backing;
    this.metrics = metrics;
    this.http = http;
  }

  /// Starts to serve. Blocks until the port answers.
  ///
  /// @throws WeirException if the port is taken, the address is none of this machine, or the data
  ///   directory cannot be used
  /// @throws InvalidOptionException if the certificate or its key cannot be used
  public static WeirServer start(UpConfig config) {
    var metrics = new Metrics();
    try {
      return start(config, metrics);
    } catch (RuntimeException e) {
      metrics.close();
      throw e;
    }
  }

  private static WeirServer start(UpConfig config, Metrics metrics) {
    var backing = Backing.open(config, metrics.store());
    try {
      var http = build(config, backing, metrics);
      http.start().join();
      return new WeirServer(config, backing, metrics, http);
    } catch (InvalidOptionException e) {
      backing.close();
      throw e;
    } catch (CompletionException e) {
      backing.close();
      throw notStarted(config.listen(), e);
    }
  }

  private static Server build(UpConfig config, Backing backing, Metrics metrics) {
    var builder =
        Server.builder()
            // The default is one registry for the whole JVM, where a second server is a name clash.
            .meterRegistry(new CompositeMeterRegistry())
            .bossGroupFactory(AcceptorGroup::new)
            // A browser has one connection for all its tabs, and each live pull is a stream of it.
            .http2MaxStreamsPerConnection(1_000)
            .http2InitialStreamWindowSize(STREAM_WINDOW_BYTES)
            .http2InitialConnectionWindowSize(CONNECTION_WINDOW_BYTES)
            .idleTimeout(IDLE_TIMEOUT)
            .gracefulShutdownTimeout(Duration.ZERO, DRAIN_TIMEOUT)
            .decorator((service, ctx, request) -> metrics.http().serve(service, ctx, request))
            .service("/health", (ctx, request) -> health(backing))
            .service("/ping", (ctx, request) -> health(backing))
            .service("/metrics", (ctx, request) -> metrics.page());
    StreamResets.contain(builder);
    listen(builder, config.listen());
    var routes = ProxyHttpConfig.defaults().withAllowedOrigins(config.access().allowedOrigins());
    ProxyRoutes.install(builder, SYNC_PATH, backing.proxy(), routes);
    backing.api().ifPresent(api -> api.installOn(builder));
    return builder.build();
  }

  private static void listen(ServerBuilder builder, Listen listen) {
    var address = listen.socketAddress();
    if (listen.tls().isEmpty()) {
      builder.http(address);
      return;
    }
    try {
      listen.tls().get().listen(builder, address);
    } catch (IllegalArgumentException e) {
      throw new InvalidOptionException("--tls-cert, --tls-key: " + e.getMessage(), e);
    }
  }

  private static HttpResponse health(Backing backing) {
    return backing
        .trouble()
        .map(
            why -> HttpResponse.of(HttpStatus.SERVICE_UNAVAILABLE, MediaType.PLAIN_TEXT_UTF_8, why))
        .orElseGet(() -> HttpResponse.of(HttpStatus.OK, MediaType.PLAIN_TEXT_UTF_8, "OK"));
  }

  private static RuntimeException notStarted(Listen listen, CompletionException failure) {
    if (failure.getCause() instanceof BindException taken) {
      var where = listen.address().getHostAddress() + " port " + listen.port();
      return new WeirException(
          "cannot listen on "
              + where
              + ": "
              + taken.getMessage()
              + ". End the program that uses the port, or choose another with --port",
          taken);
    }
    return failure;
  }

  /// The configuration that this server was started with.
  public UpConfig config() {
    return config;
  }

  /// The port that is served, never 0.
  public int port() {
    return http.activeLocalPort();
  }

  /// Blocks until somebody has called [#close()], or the thread is interrupted, whose flag is then
  /// set.
  public void awaitClosed() {
    try {
      http.blockUntilShutdown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ends what is held open, stops serving, frees the port and closes the store. Waits for that;
  /// may be called twice.
  @Override
  public void close() {
    backing.endStreams();
    http.close();
    backing.close();
    metrics.close();
  }
}
