package dev.weir.app;

import com.linecorp.armeria.server.ServerBuilder;
import dev.weir.app.listen.Certificate;
import dev.weir.app.listen.Listener;
import dev.weir.app.listen.TrustedProxies;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// The port as it was configured: it listens, and shows the certificate it was told to.
record Port(Listener listener, Optional<Certificate> certificate, TrustedProxies proxies)
    implements AutoCloseable {
  /// @throws WeirException if the port is taken, or the address is none of this machine
  /// @throws InvalidOptionException if the certificate or its key cannot be used
  static Port open(Listen listen) {
    // First what can be wrong without a port: where that is shared, others would notice.
    var certificate = certificate(listen);
    try {
      return new Port(listener(listen), certificate, listen.proxies());
    } catch (WeirException e) {
      certificate.ifPresent(Certificate::close);
      throw e;
    }
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

  void installOn(ServerBuilder builder) {
    listener.installOn(builder, certificate, proxies);
  }

  int number() {
    return listener.address().getPort();
  }

  /// Accepts no more, and has each connection end with what is under way on it.
  void leave() {
    listener.stop();
  }

  boolean awaitDrained(Duration patience) {
    return listener.awaitDrained(patience);
  }

  @Override
  public void close() {
    listener.close();
    certificate.ifPresent(Certificate::close);
  }
}
