package dev.weir.app;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Server;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionException;

/// A running Weir: one port that serves everything, and what stands behind it.
///
/// Whoever starts it closes it. Safe to use from any thread.
public final class WeirServer implements AutoCloseable {
  private final UpConfig config;
  private final Server http;

  private WeirServer(UpConfig config, Server http) {
    this.config = config;
    this.http = http;
  }

  /// Starts to serve. Blocks until the port answers.
  ///
  /// @throws WeirException if the port is taken, or the address is none of this machine
  public static WeirServer start(UpConfig config) {
    var http = build(config);
    try {
      http.start().join();
    } catch (CompletionException e) {
      http.close();
      throw notStarted(config, e);
    }
    return new WeirServer(config, http);
  }

  private static Server build(UpConfig config) {
    return Server.builder()
        .http(new InetSocketAddress(config.address(), config.port()))
        // The default is one registry for the whole JVM, where a second server is a name clash.
        .meterRegistry(new CompositeMeterRegistry())
        .bossGroupFactory(AcceptorGroup::new)
        .service("/health", (ctx, request) -> ok())
        .build();
  }

  private static HttpResponse ok() {
    return HttpResponse.of(HttpStatus.OK, MediaType.PLAIN_TEXT_UTF_8, "OK");
  }

  private static RuntimeException notStarted(UpConfig config, CompletionException failure) {
    if (failure.getCause() instanceof BindException taken) {
      var where = config.address().getHostAddress() + " port " + config.port();
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

  /// Stops serving and frees the port. Waits for that; may be called twice.
  @Override
  public void close() {
    http.close();
  }
}
