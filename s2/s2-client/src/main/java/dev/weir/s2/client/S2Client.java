package dev.weir.s2.client;

import dev.weir.s2.S2;

/// Connects to S2 over HTTP.
public final class S2Client {
  private S2Client() {}

  /// A store that is reached over HTTP. No I/O: connections are made when they are needed.
  ///
  /// Reads, checks, lists, ensures, deletes and creates are retried as the configuration says (a
  /// create without a token is given one). Appends are retried only where the failed attempt
  /// certainly did nothing: a [dev.weir.s2.TransportException] from an append means that the caller
  /// must look whether it happened, unless it has no side effects.
  ///
  /// Open reads survive the loss of their connection: they go on behind the last record that was
  /// delivered.
  ///
  /// @return the store, to be closed by the caller. Closing it ends the reads that are open, as if
  ///   each had been closed; a call afterwards throws [IllegalStateException]
  public static S2 connect(S2ClientConfig config) {
    return new HttpS2(new HttpCalls(config));
  }
}
