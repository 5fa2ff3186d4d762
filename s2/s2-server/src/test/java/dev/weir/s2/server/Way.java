package dev.weir.s2.server;

import dev.weir.s2.S2;
import dev.weir.s2.client.Cleartext;
import dev.weir.s2.client.RetryPolicy;
import dev.weir.s2.client.S2Client;
import dev.weir.s2.client.S2ClientConfig;
import java.time.Duration;

/// How a program reaches its store.
enum Way {
  /// It is in the same process.
  DIRECT,
  /// Our client calls our server.
  HTTP_1_1,
  /// Our client calls our server, all on one connection.
  HTTP_2;

  S2 connect(S2 engine, S2Server server) {
    return switch (this) {
      case DIRECT -> engine;
      case HTTP_1_1 -> client(server, Cleartext.HTTP_1_1);
      case HTTP_2 -> client(server, Cleartext.HTTP_2);
    };
  }

  private static S2 client(S2Server server, Cleartext cleartext) {
    return S2Client.connect(
        S2ClientConfig.at(server.endpoint().toString())
            .withCleartext(cleartext)
            .withRetry(new RetryPolicy(40, Duration.ofMillis(5), Duration.ofMillis(50))));
  }
}
