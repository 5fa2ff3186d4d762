package dev.weir.s2.client;

/// What is spoken on `http://` endpoints. On `https://` the server chooses.
public enum Cleartext {
  /// HTTP/1.1, which everything understands. An open read holds a connection of its own.
  HTTP_1_1,
  /// HTTP/2 without asking first, where both endpoints are `http://`: many reads share one
  /// connection. The server must speak it.
  HTTP_2
}
