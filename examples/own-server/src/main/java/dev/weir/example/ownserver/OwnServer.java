package dev.weir.example.ownserver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.ProxyConfig;
import dev.weir.livestore.proxy.http.ProxyHandler;
import dev.weir.livestore.proxy.http.ProxyHttpConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.S2;
import dev.weir.s2.lite.S2Lite;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A web server with a page of its own, and LiveStore sync at `/api/s2`.
public final class OwnServer implements AutoCloseable {
  private final S2 s2 = S2Lite.inMemory();
  private final LiveStoreProxy proxy =
      LiveStoreProxy.over(s2, new BasinName("livestore"), ProxyConfig.defaults());
  private final ProxyHandler handler;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  private OwnServer(int port, ProxyHttpConfig config) throws IOException {
    handler = ProxyHandler.of(proxy, config);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext("/", OwnServer::hello);
    server.createContext("/api/s2", this::sync);
  }

  /// Serves until it is closed.
  ///
  /// @param port 0 for any that is free
  public static OwnServer start(int port) throws IOException {
    return start(port, ProxyHttpConfig.defaults());
  }

  static OwnServer start(int port, ProxyHttpConfig config) throws IOException {
    var own = new OwnServer(port, config);
    own.server.start();
    return own;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private static void hello(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write("my application\n".getBytes(StandardCharsets.UTF_8));
    }
  }

  private void sync(HttpExchange exchange) {
    try {
      handler.handle(new JdkExchange(exchange));
      exchange.close();
    } catch (InterruptedException | Error e) {
      // Thrown out of its handler, an exception has this server break the connection off; an error
      // would leave the client waiting.
      throw new IllegalStateException("the answer is broken off", e);
    }
  }

  /// Ends what clients hold open first, so that they find the end of an answer.
  @Override
  public void close() {
    proxy.close();
    server.stop(0);
    threads.shutdownNow();
    s2.close();
  }
}
