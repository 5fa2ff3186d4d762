package dev.weir.s2.client;

/// How records travel in an open read.
public enum ReadTransport {
  /// Framed protobuf, over HTTP/1.1 or HTTP/2: the fastest. The default.
  S2S,
  /// Server-sent events with JSON, for where something between the client and S2 only lets those
  /// pass.
  SERVER_SENT_EVENTS
}
