package dev.weir.app.server;

import dev.weir.app.config.S2Source;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.URI;

/// What `weir up` prints once it serves: the addresses first, then the lines that a LiveStore user
/// pastes into `store.ts`.
///
/// @param guarded whether the S2 API asks for an access token
public record Banner(URI base, S2Source source, boolean guarded) {
  /// Of a running server.
  public Banner(WeirServer server) {
    this(
        baseUri(
            server.config().listen().tls().isPresent() ? "https" : "http",
            server.config().listen().address(),
            server.port()),
        server.config().source(),
        server.config().guards().rootToken().isPresent());
  }

  /// Prints it all.
  public void print(PrintWriter out) {
    out.println("LiveStore sync  " + base + "/api/s2");
    if (source.isEmbedded()) {
      out.println("S2 API          " + base + "/v1" + (guarded ? "   for access tokens" : ""));
    }
    out.println("Health          " + base + "/health");
    out.println("Metrics         " + base + "/metrics");
    out.println("Console         " + base + "/console");
    out.println("Data            " + place());
    out.println();
    out.println("In your app's store.ts:");
    out.println();
    out.println("  import { makeSyncBackend } from '@livestore/sync-s2'");
    out.println();
    out.println("  const backend = makeSyncBackend({ endpoint: '" + base + "/api/s2' })");
    out.println();
    out.println("Ctrl-C stops.");
  }

  private String place() {
    return switch (source) {
      case S2Source.InMemory() -> "in memory: gone when this program ends";
      case S2Source.OnDisk(var dataDir) -> dataDir.toAbsolutePath().normalize().toString();
      case S2Source.Elsewhere elsewhere -> "in the S2 at " + elsewhere.endpoint();
      case S2Source.Cloud cloud -> "in S2 Cloud";
    };
  }

  /// An address that a browser on this machine can open: the wildcard address is none.
  static URI baseUri(String scheme, InetAddress address, int port) {
    var literal = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
    var host = literal.contains(":") ? "[" + literal + "]" : literal;
    return URI.create(scheme + "://" + host + ":" + port);
  }
}
