package dev.weir.app.listen;

import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.server.ServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The port that Weir serves on. It listens before there is a server: who connects meanwhile waits
/// and is not refused. And it stops to before the server does, so that a successor gets all that
/// comes from then on.
final class Listener implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Listener.class.getName());
  private static final long STOP_SECONDS = 5;

  private final ListeningSocket socket;
  private final InetSocketAddress address;
  private final Connections connections = new Connections();
  private final Acceptor acceptor;

  private Listener(ListeningSocket socket, int maxConnections) throws IOException {
    this.socket = socket;
    this.address = socket.address();
    this.acceptor = new Acceptor(socket, connections, maxConnections);
  }

  /// Listens on an address, from now on.
  ///
  /// @param shared whether others of the same user may listen there too (`SO_REUSEPORT`), each of
  ///   them being given some of the connections
  /// @param maxConnections that are served at once; further ones wait
  /// @throws IOException if the address is taken, or none of this machine
  static Listener bind(InetSocketAddress address, boolean shared, int maxConnections)
      throws IOException {
    return new Listener(ListeningSocket.bind(address, shared), maxConnections);
  }

  /// Takes the listening socket that this process was started with as its standard input.
  ///
  /// @param maxConnections that are served at once; further ones wait
  /// @throws IOException if there is none
  static Listener inherit(int maxConnections) throws IOException {
    var socket =
        ListeningSocket.ofStandardInput()
            .orElseThrow(() -> new IOException("standard input is no listening TCP socket"));
    return new Listener(socket, maxConnections);
  }

  /// Where it listens, with the port that it got.
  InetSocketAddress address() {
    return address;
  }

  /// Has the server that `builder` builds serve what comes in here, and nothing else.
  ///
  /// @param certificate what to show over TLS; empty means HTTP without encryption
  void installOn(ServerBuilder builder, Optional<Certificate> certificate, TrustedProxies proxies) {
    var http = certificate.isPresent() ? SessionProtocol.HTTPS : SessionProtocol.HTTP;
    if (proxies.speakProxyProtocol()) {
      builder.port(address, SessionProtocol.PROXY, http);
    } else {
      builder.port(address, http);
    }
    certificate.ifPresent(builder::tlsProvider);
    proxies.installOn(builder);
    builder
        .bossGroupFactory(name -> new AcceptorGroup(name, acceptor))
        .decorator((service, ctx, request) -> connections.serve(service, ctx, request));
  }

  /// Accepts what waits already, then nothing more, and ends each connection with the answers that
  /// are under way on it.
  void stop() {
    connections.announceEnd(); // before anyone is refused: who asks after that is told so
    try {
      acceptor.stop().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.log(System.Logger.Level.WARNING, "the port could not be left in good order", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connections.startDraining();
  }

  /// Waits until every connection has ended, but no longer than `patience`.
  ///
  /// @return whether all have
  boolean awaitDrained(Duration patience) {
    return connections.awaitNone(patience);
  }

  /// Connections that are open.
  int connections() {
    return connections.count();
  }

  /// Frees the port, unless it is inherited.
  @Override
  public void close() {
    try {
      if (!socket.inherited()) {
        socket.channel().close();
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "the port could not be freed", e);
    }
  }
}
