package dev.weir.app.listen;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.Server;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;

/// A server behind a [Listener] on the loopback that tells each client its address.
final class Served implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 30_000;

  final Listener listener;
  private final Server server;

  private Served(Listener listener, Server server) {
    this.listener = listener;
    this.server = server;
  }

  static Served behind(TrustedProxies proxies) {
    return start(proxies, Optional.empty(), 1_000);
  }

  static Served showing(Certificate certificate) {
    return start(TrustedProxies.none(), Optional.of(certificate), 1_000);
  }

  static Served atMost(int connections) {
    return start(TrustedProxies.none(), Optional.empty(), connections);
  }

  private static Served start(
      TrustedProxies proxies, Optional<Certificate> certificate, int maxConnections) {
    try {
      var listener =
          Listener.bind(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), false, maxConnections);
      var builder =
          Server.builder()
              .meterRegistry(new CompositeMeterRegistry())
              .gracefulShutdownTimeout(Duration.ZERO, Duration.ZERO)
              .service(
                  "/", (ctx, request) -> HttpResponse.of(ctx.clientAddress().getHostAddress()));
      listener.installOn(builder, certificate, proxies);
      var server = builder.build();
      server.start().join();
      return new Served(listener, server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Socket connect() throws IOException {
    var socket = new Socket(listener.address().getAddress(), listener.address().getPort());
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  /// What the server calls a client that sends `preamble` first and these header lines.
  String clientAddress(String preamble, String... headers) throws IOException {
    try (var socket = connect()) {
      return ask(socket, preamble, headers);
    }
  }

  static String ask(Socket socket, String preamble, String... headers) throws IOException {
    var lines = String.join("\r\n", headers) + (headers.length == 0 ? "" : "\r\n");
    var request = preamble + "GET / HTTP/1.1\r\nhost: x\r\n" + lines + "\r\n";
    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
    return readBody(socket);
  }

  private static String readBody(Socket socket) throws IOException {
    var in = socket.getInputStream();
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return "closed";
      }
      head.append((char) next);
    }
    int length =
        head.toString()
            .lines()
            .filter(line -> line.startsWith("content-length: "))
            .mapToInt(line -> Integer.parseInt(line.substring("content-length: ".length())))
            .findFirst()
            .orElseThrow();
    return new String(in.readNBytes(length), UTF_8);
  }

  @Override
  public void close() {
    server.close();
    listener.close();
  }
}
