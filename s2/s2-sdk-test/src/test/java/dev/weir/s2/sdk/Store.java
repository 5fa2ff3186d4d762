package dev.weir.s2.sdk;

import dev.weir.s2.S2;
import dev.weir.s2.client.Cleartext;
import dev.weir.s2.client.S2Client;
import dev.weir.s2.client.S2ClientConfig;
import dev.weir.s2.lite.S2Lite;
import dev.weir.s2.server.S2Server;
import dev.weir.s2.server.S2ServerConfig;
import java.io.IOException;
import java.util.function.UnaryOperator;

/// An implementation of the ports, and what stands behind it.
final class Store implements AutoCloseable {
  /// Which one.
  enum Kind {
    /// The store in this process.
    EMBEDDED,
    /// The client, calling our server over HTTP/2.
    HTTP_2,
    /// The client, calling our server over HTTP/1.1.
    HTTP_1_1,
    /// The client, calling S2's own server.
    S2_LITE
  }

  private final Runnable behind;
  private final int port;
  private final UnaryOperator<S2ClientConfig> configured;
  private final S2 s2;

  private Store(Runnable behind, int port, Cleartext cleartext) {
    this.behind = behind;
    this.port = port;
    this.configured = config -> config.withCleartext(cleartext);
    this.s2 = connect(UnaryOperator.identity());
  }

  private Store(S2Lite embedded) {
    this.behind = () -> {};
    this.port = 0;
    this.configured = UnaryOperator.identity();
    this.s2 = embedded;
  }

  static Store open(Kind kind) throws IOException, InterruptedException {
    return switch (kind) {
      case EMBEDDED -> new Store(S2Lite.inMemory());
      case HTTP_2 -> served(Cleartext.HTTP_2);
      case HTTP_1_1 -> served(Cleartext.HTTP_1_1);
      case S2_LITE -> {
        var program = S2LiteProcess.program();
        org.junit.jupiter.api.Assumptions.assumeTrue(
            program.isPresent(), "S2 LITE SKIPPED: no program s2 on the PATH or in S2_CLI");
        var process = S2LiteProcess.start(program.orElseThrow());
        yield new Store(process::close, process.port(), Cleartext.HTTP_2);
      }
    };
  }

  S2 s2() {
    return s2;
  }

  int port() {
    return port;
  }

  /// Another client of the same server.
  S2 connect(UnaryOperator<S2ClientConfig> change) {
    return connectTo(port, change);
  }

  /// A client of the same server that reaches it through `port`.
  S2 connectTo(int port, UnaryOperator<S2ClientConfig> change) {
    var config = configured.apply(S2ClientConfig.at("http://127.0.0.1:" + port));
    return S2Client.connect(change.apply(config));
  }

  @Override
  public void close() {
    s2.close();
    behind.run();
  }

  private static Store served(Cleartext cleartext) {
    var engine = S2Lite.inMemory();
    var server = S2Server.start(engine, S2ServerConfig.LOOPBACK);
    return new Store(
        () -> {
          server.close();
          engine.close();
        },
        server.address().getPort(),
        cleartext);
  }
}
