package dev.weir.app.listen;

import com.linecorp.armeria.server.ServerBuilder;
import dev.weir.app.exit.InvalidOptionException;
import dev.weir.app.exit.WeirException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/// The port as it was configured: it listens, and shows the certificate it was told to.
public final class Port implements AutoCloseable {
  private final Listener listener;
  private final Optional<Certificate> certificate;
  private final TrustedProxies proxies;

  private Port(Listener listener, Optional<Certificate> certificate, TrustedProxies proxies) {
    this.listener = listener;
    this.certificate = certificate;
    this.proxies = proxies;
  }

  /// Opens the port, which nobody is served at yet.
  ///
  /// @throws WeirException if the port is taken, or the address is none of this machine
  /// @throws InvalidOptionException if the certificate or its key cannot be used
  public static Port open(Listen listen) {
    // First what can be wrong without a port: where that is shared, others would notice.
    var certificate = certificate(listen);
    try {
      return new Port(listener(listen), certificate, listen.proxies());
    } catch (WeirException e) {
      certificate.ifPresent(Certificate::close);
      throw e;
    }
  }

  /// Where the socket listens that this process was started with, if it was started with one.
  public static Optional<InetSocketAddress> inheritedAddress() throws IOException {
    var socket = ListeningSocket.ofStandardInput();
    return socket.isPresent() ? Optional.of(socket.get().address()) : Optional.empty();
  }

  private static Optional<Certificate> certificate(Listen listen) {
    try {
      return listen.tls().map(Certificate::open);
    } catch (IllegalArgumentException e) {
      throw new InvalidOptionException("--tls-cert, --tls-key: " + e.getMessage(), e);
    }
  }

  private static Listener listener(Listen listen) {
    try {
      return switch (listen.socket()) {
        case OWN -> Listener.bind(listen.socketAddress(), false, listen.maxConnections());
        case SHARED, TAKEN_OVER ->
            Listener.bind(listen.socketAddress(), true, listen.maxConnections());
        case INHERITED -> Listener.inherit(listen.maxConnections());
      };
    } catch (IOException e) {
      throw new WeirException(
          "cannot listen on "
              + listen.address().getHostAddress()
              + " port "
              + listen.port()
              + ": "
              + e.getMessage()
              + ". End the program that uses the port, or choose another with --port",
          e);
    }
  }

  /// Has the server of `builder` serve it.
  public void installOn(ServerBuilder builder) {
    listener.installOn(builder, certificate, proxies);
  }

  /// Which port it is, never 0.
  public int number() {
    return listener.address().getPort();
  }

  /// Accepts no more, and has each connection end with what is under way on it.
  public void leave() {
    listener.stop();
  }

  /// Waits until no connection is left, and says whether it came to that within `patience`.
  public boolean awaitDrained(Duration patience) {
    return listener.awaitDrained(patience);
  }

  @Override
  public void close() {
    listener.close();
    certificate.ifPresent(Certificate::close);
  }
}
