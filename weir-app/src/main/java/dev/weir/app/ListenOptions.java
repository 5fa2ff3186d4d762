package dev.weir.app;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
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

  /// None of these options, or one of the two ways; null when none was given.
  @ArgGroup private @Nullable TlsOptions tls;

  Listen toListen() {
    var listen = Listen.onLoopback().withAddress(resolve(host), port);
    return tls == null ? listen : tls.toTls().map(listen::withTls).orElse(listen);
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
