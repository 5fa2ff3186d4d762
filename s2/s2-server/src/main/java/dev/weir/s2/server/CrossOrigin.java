package dev.weir.s2.server;

/// Whether pages of other origins may call the API from a browser.
public enum CrossOrigin {
  /// Every origin may, with credentials.
  ALLOWED,
  /// The browser keeps them off.
  REFUSED
}
