package dev.weir.app.server;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import dev.weir.app.access.OpenedSyncAccess;
import dev.weir.app.config.UpConfig;
import dev.weir.app.console.Activities;
import dev.weir.app.console.Console;
import dev.weir.app.exit.WeirException;
import dev.weir.app.listen.Port;
import dev.weir.app.observe.Metrics;
import dev.weir.app.observe.Tracing;
import dev.weir.app.site.StaticSite;
import dev.weir.livestore.armeria.ProxyRoutes;
import dev.weir.livestore.proxy.ProxyTelemetry;
import dev.weir.livestore.proxy.http.ProxyHttpConfig;
import dev.weir.s2.server.StreamResets;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// A running Weir: one port that serves everything, and what stands behind it.
///
/// Whoever starts it closes it. Safe to use from any thread.
public final class WeirServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(WeirServer.class.getName());
  private static final String SYNC_PATH = "/api/s2";

  /// Longer than any silence of a stream of events.
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);

  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(2);

  /// An append session's batch of 1 MiB passes without waiting for the client to learn of room.
  private static final int STREAM_WINDOW_BYTES = 2 * 1024 * 1024;

  private static final int CONNECTION_WINDOW_BYTES = 8 * 1024 * 1024;

  private static final Duration HANDOVER_TIMEOUT = Duration.ofSeconds(60);

  private final UpConfig config;
  private final Port port;
  private final Backing backing;
  private final Console console;
  private final Metrics metrics;
  private final Tracing tracing;
  private final Server http;
  private final Optional<Succession> succession;
  private final Optional<Duration> takeover;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);

  private WeirServer(
      UpConfig config,
      Port port,
      Backing backing,
      Console console,
      Metrics metrics,
      Tracing tracing,
      Server http,
      Optional<Succession> succession,
      Optional<Duration> takeover) {
    this.config = config;
    this.port = port;
    this.backing = backing;
    this.console = console;
    this.metrics = metrics;
    this.tracing = tracing;
    this.http = http;
    this.succession = succession;
    this.takeover = takeover;
  }

  /// Starts to serve. Blocks until the port answers, which takes as long as another process needs
  /// to leave the data directory where that is to be taken over.
  ///
  /// @throws WeirException if the port is taken, the address is none of this machine, or the data
  ///   directory cannot be used
  /// @throws InvalidOptionException if the certificate or its key cannot be used
  public static WeirServer start(UpConfig config) {
    return start(config, builder -> {});
  }

  /// The same, and shows `site` at every path that nothing else is at.
  public static WeirServer start(UpConfig config, StaticSite site) {
    return start(config, builder -> site.installOn(builder, "/"));
  }

  private static WeirServer start(UpConfig config, Consumer<ServerBuilder> pages) {
    var opened = new ArrayDeque<AutoCloseable>();
    try {
      return start(config, pages, opened);
    } catch (RuntimeException e) {
      closeAll(opened, e);
      throw e;
    }
  }

  private static WeirServer start(
      UpConfig config, Consumer<ServerBuilder> pages, Deque<AutoCloseable> opened) {
    var metrics = new Metrics();
    opened.push(metrics);
    // Before anybody gives up a data directory for this process: the files may be wrong.
    var access = config.guards().sync().opened();
    opened.push(access);
    var tracing = Tracing.open(config.tracing());
    opened.push(tracing);
    var port = Port.open(config.listen());
    opened.push(port);
    long asked = System.nanoTime();
    boolean taken = config.handedOverDirectory().filter(WeirServer::takeOver).isPresent();
    var activities = new Activities(config.streamNaming());
    var telemetry =
        ProxyTelemetry.none()
            .withListener(metrics.proxy())
            .withStores(activities)
            .withOpenTelemetry(tracing.openTelemetry());
    var backing = Backing.open(config, metrics.store(), telemetry);
    opened.push(backing);
    var console = new Console(config, backing.s2(), backing.readiness(), activities);
    opened.push(console);
    var succession = config.handedOverDirectory().map(Succession::offer);
    succession.ifPresent(opened::push);
    var http = build(config, port, backing, console, metrics, access, pages);
    var unused = http.whenClosed().thenRun(access::close);
    join(http.start());
    var takeover =
        taken
            ? Optional.of(Duration.ofNanos(System.nanoTime() - asked))
            : Optional.<Duration>empty();
    var server =
        new WeirServer(
            config, port, backing, console, metrics, tracing, http, succession, takeover);
    succession.ifPresent(offered -> offered.whenAsked(server::handOver));
    return server;
  }

  private static boolean takeOver(Path dataDir) {
    return Succession.ask(dataDir, HANDOVER_TIMEOUT);
  }

  private static void join(CompletableFuture<Void> started) {
    try {
      started.join();
    } catch (CompletionException e) {
      throw new WeirException("the server does not start: " + e.getCause(), e);
    }
  }

  private static void closeAll(Deque<AutoCloseable> opened, RuntimeException why) {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        why.addSuppressed(e);
      }
    }
  }

  private static Server build(
      UpConfig config,
      Port port,
      Backing backing,
      Console console,
      Metrics metrics,
      OpenedSyncAccess access,
      Consumer<ServerBuilder> pages) {
    var builder =
        Server.builder()
            // The default is one registry for the whole JVM, where a second server is a name clash.
            .meterRegistry(new CompositeMeterRegistry())
            // A browser has one connection for all its tabs, and each live pull is a stream of it.
            .http2MaxStreamsPerConnection(1_000)
            .http2InitialStreamWindowSize(STREAM_WINDOW_BYTES)
            .http2InitialConnectionWindowSize(CONNECTION_WINDOW_BYTES)
            .idleTimeout(IDLE_TIMEOUT)
            .gracefulShutdownTimeout(Duration.ZERO, DRAIN_TIMEOUT)
            .disableServerHeader() // whose version would tell what to try
            // What clients have stored must not be a script or a page to a browser.
            .addHeader(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
            .decorator((service, ctx, request) -> metrics.http().serve(service, ctx, request))
            .service("/health", (ctx, request) -> answer(Optional.empty()))
            .service("/ready", (ctx, request) -> answer(backing.readiness().obstacle()))
            .service("/ping", (ctx, request) -> answer(backing.trouble()))
            .service("/metrics", (ctx, request) -> metrics.page());
    StreamResets.contain(builder);
    port.installOn(builder);
    var routes =
        ProxyHttpConfig.defaults()
            .withAllowedOrigins(config.guards().allowedOrigins())
            .withAccess(access.access())
            .withHosts(config.guards().syncHosts(config.listen()))
            .withLimits(config.rules().limits())
            .withMaxPushBytes(config.rules().maxPushBytes())
            .withInterceptors(backing.interceptors());
    ProxyRoutes.install(builder, SYNC_PATH, backing.proxy(), routes);
    backing.api().ifPresent(api -> api.installOn(builder));
    builder
        .routeDecorator()
        .pathPrefix("/v1/")
        .build(new HostGuard(config.guards().apiHosts(config.listen())));
    console.installOn(builder);
    pages.accept(builder);
    return builder.build();
  }

  private static HttpResponse answer(Optional<String> trouble) {
    return trouble
        .map(
            why -> HttpResponse.of(HttpStatus.SERVICE_UNAVAILABLE, MediaType.PLAIN_TEXT_UTF_8, why))
        .orElseGet(() -> HttpResponse.of(HttpStatus.OK, MediaType.PLAIN_TEXT_UTF_8, "OK"));
  }

  /// The configuration that this server was started with.
  public UpConfig config() {
    return config;
  }

  /// The port that is served, never 0.
  public int port() {
    return port.number();
  }

  /// Every path that something is served at, as Armeria writes it.
  List<String> routes() {
    return http.config().serviceConfigs().stream()
        .map(served -> served.route().patternString())
        .toList();
  }

  /// How long nobody was answered while this server took over from another process; empty if it did
  /// not.
  public Optional<Duration> takeover() {
    return takeover;
  }

  /// Blocks until [#close()] is done, which a successor may have called for, or the thread is
  /// interrupted, whose flag is then set.
  public void awaitClosed() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void handOver() {
    LOG.log(System.Logger.Level.INFO, "a successor takes over");
    close();
  }

  /// Leaves the port to whoever listens there too, ends what is held open, answers what is under
  /// way, stops serving and closes the store. Waits for that; may be called twice.
  @Override
  public void close() {
    if (closing.compareAndSet(false, true)) {
      try {
        end();
      } finally {
        succession.ifPresent(Succession::close);
        closed.countDown();
      }
    }
    awaitClosed();
  }

  private void end() {
    succession.ifPresent(Succession::refuseFurther);
    port.leave();
    console.close();
    backing.endStreams();
    if (!port.awaitDrained(DRAIN_TIMEOUT)) {
      LOG.log(System.Logger.Level.INFO, "some connections are cut off, as they do not end");
    }
    http.close();
    port.close();
    backing.close();
    tracing.close();
    metrics.close();
  }
}
