package dev.weir.s2.client;

/// What is spoken on `http://` endpoints. On `https://` the server chooses.
public enum Cleartext {
  /// HTTP/1.1, which everything understands. An open read holds a connection of its own, and an
  /// append session has one batch under way at a time.
  HTTP_1_1,
  /// HTTP/2 without asking first, where both endpoints are `http://`: many sessions share one
  /// connection, and append sessions pipeline. The server must speak it, as s2-lite and Weir do.
  HTTP_2
}
