package dev.weir.livestore.proxy.interceptor;

/// What an interceptor says to a push.
public sealed interface Verdict {
  /// It may be stored.
  record Accept() implements Verdict {}

  /// It must not be stored.
  ///
  /// @param reason for whoever pushed; it goes to the client
  record Reject(String reason) implements Verdict {}

  /// It may be stored.
  static Verdict accept() {
    return new Accept();
  }

  /// It must not be stored, for that reason.
  static Verdict reject(String reason) {
    return new Reject(reason);
  }
}
