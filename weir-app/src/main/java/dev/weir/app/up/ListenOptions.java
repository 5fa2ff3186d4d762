package dev.weir.app.up;

import dev.weir.app.exit.InvalidOptionException;
import dev.weir.app.listen.Listen;
import dev.weir.app.listen.Port;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options of [Listen].
final class ListenOptions {
  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port to listen on; 0 picks a free one. Default: 8080")
  private int port = 8080;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "The address to listen on. Default: 127.0.0.1, this machine only")
  private String host = "127.0.0.1";

  /// At most one of these options; null when none was given, which is picocli's way to say so.
  @ArgGroup private @Nullable SocketOptions socket;

  @Option(
      names = Listen.MAX_CONNECTIONS_OPTION,
      paramLabel = "COUNT",
      description =
          "Serve as many connections at once; further ones wait. Default: 20000, or fewer where the"
              + " process may have few files open")
  private Optional<Integer> maxConnections = Optional.empty();

  /// None of these options, or one of the two ways; null when none was given.
  @ArgGroup private @Nullable TlsOptions tls;

  @Mixin private ProxyOptions proxies = new ProxyOptions();

  private static final class SocketOptions {
    @Option(
        names = "--takeover",
        description =
            "Take over from a Weir that was started with --takeover and has the port and the data"
                + " directory: who connects meanwhile waits. If there is none, just start")
    private boolean takeover;

    @Option(
        names = "--reuse-port",
        description =
            "Let other Weirs that were started with --reuse-port listen on the same port, as for"
                + " replacing one by another; for --s2-endpoint")
    private boolean shared;

    @Option(
        names = "--inherit-socket",
        description =
            "Listen on the socket that is standard input, as systemd and other keepers of sockets"
                + " give it; --host and --port are then theirs to say")
    private boolean inherited;

    private Listen.Socket toSocket() {
      if (inherited) {
        return Listen.Socket.INHERITED;
      }
      if (shared) {
        return Listen.Socket.SHARED;
      }
      return takeover ? Listen.Socket.TAKEN_OVER : Listen.Socket.OWN;
    }
  }

  Listen toListen() {
    var kind = socket == null ? Listen.Socket.OWN : socket.toSocket();
    var listen = at(kind).withSocket(kind).withProxies(proxies.toProxies());
    var counted = maxConnections.map(listen::withMaxConnections).orElse(listen);
    return tls == null ? counted : tls.toTls().map(counted::withTls).orElse(counted);
  }

  private Listen at(Listen.Socket kind) {
    if (kind != Listen.Socket.INHERITED) {
      return Listen.onLoopback().withAddress(resolve(host), port);
    }
    var inherited = inherited();
    return Listen.onLoopback().withAddress(inherited.getAddress(), inherited.getPort());
  }

  private static InetSocketAddress inherited() {
    try {
      return Port.inheritedAddress()
          .orElseThrow(() ->
              new InvalidOptionException(
                  "--inherit-socket: standard input is no listening TCP socket. Leave the option"
                      + " out, or have the program that starts Weir give it one: systemd does with"
                      + " a .socket unit and StandardInput=socket"));
    } catch (IOException e) {
      throw new InvalidOptionException(
          "--inherit-socket: standard input cannot be used: " + e.getMessage(), e);
    }
  }

  private static InetAddress resolve(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new InvalidOptionException(
          "--host " + host + " is not known here. Give an address of this machine", e);
    }
  }
}
