package dev.weir.livestore.proxy;

import io.opentelemetry.api.OpenTelemetry;

/// How a proxy can be watched. Start from [#none()] and change what differs.
///
/// @param listener told of what is counted and timed
/// @param stores told what happens to each store
/// @param openTelemetry where the spans of pushes, appends and deliveries go
public record ProxyTelemetry(
    ProxyListener listener, StoreListener stores, OpenTelemetry openTelemetry) {
  /// Not at all, at no cost.
  public static ProxyTelemetry none() {
    return new ProxyTelemetry(ProxyListener.NONE, StoreListener.NONE, OpenTelemetry.noop());
  }

  /// The same with another listener.
  public ProxyTelemetry withListener(ProxyListener listener) {
    return new ProxyTelemetry(listener, stores, openTelemetry);
  }

  /// The same with another listener of what happens to each store.
  public ProxyTelemetry withStores(StoreListener stores) {
    return new ProxyTelemetry(listener, stores, openTelemetry);
  }

  /// The same with spans that go there.
  public ProxyTelemetry withOpenTelemetry(OpenTelemetry openTelemetry) {
    return new ProxyTelemetry(listener, stores, openTelemetry);
  }
}
