package dev.weir.spring;

import dev.weir.livestore.proxy.StreamNaming;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// What an application says of LiveStore sync in its configuration.
///
/// @param serve Whether the application's server serves LiveStore sync.
/// @param path Where it does, below the application's context path.
/// @param s2 Where the streams are.
/// @param streamNaming Which stream holds a store.
/// @param insecure Whether everybody who reaches the server may use every store, where no bean says
///   who may. Otherwise only the server's own machine may.
/// @param allowedOrigins Web origins whose pages may sync from another host or port, `*` for all.
/// @param allowedHosts Names that sync answers by besides localhost. Without one it answers by any
///   name, but where only the server's own machine may sync.
/// @param pingInterval Silence after which a held pull gets a ping.
/// @param liveHold How long a live pull with nothing to deliver is held.
/// @param refusalDelay How long a request that can only be refused is held before it is: a stock
///   client asks again at once, without end.
/// @param limits How much clients may do.
/// @param backend How workers of this application reach a proxy.
@ConfigurationProperties("weir")
record WeirProperties(
    @DefaultValue("true") boolean serve,
    @DefaultValue("/api/s2") String path,
    @DefaultValue S2 s2,
    @DefaultValue("distinct") StreamNaming streamNaming,
    @DefaultValue("false") boolean insecure,
    @DefaultValue List<String> allowedOrigins,
    @DefaultValue List<String> allowedHosts,
    @DefaultValue("10s") Duration pingInterval,
    @DefaultValue("50s") Duration liveHold,
    @DefaultValue("10s") Duration refusalDelay,
    @DefaultValue Limits limits,
    @DefaultValue Backend backend) {
  WeirProperties {
    if (!path.matches("(/[A-Za-z0-9._~-]+)+")) {
      throw new IllegalArgumentException(
          "weir.path is a path such as /api/s2, without a slash at its end, but was " + path);
    }
    allowedOrigins = List.copyOf(allowedOrigins);
    allowedHosts = List.copyOf(allowedHosts);
  }

  /// Where the streams are: exactly one of `endpoint`, `data` and `memory` is set.
  ///
  /// @param endpoint Address of an S2, such as http://localhost:4566; the word cloud is S2 Cloud.
  /// @param token Access token for the S2 at the endpoint.
  /// @param basin The basin that holds the stores.
  /// @param data Directory where the embedded store keeps the streams, durably.
  /// @param memory Whether the embedded store keeps the streams in memory alone: all is gone when
  ///   the application ends.
  record S2(
      @Nullable String endpoint,
      @Nullable String token,
      @DefaultValue("livestore") String basin,
      @Nullable Path data,
      @DefaultValue("false") boolean memory) {
    /// Shows no token.
    @Override
    public String toString() {
      return "S2[endpoint=" + endpoint + ", data=" + data + ", memory=" + memory + "]";
    }
  }

  /// How much clients may do. What is not set is not limited, but for the sizes.
  ///
  /// @param principalEvents Events a second that one client may push, ten times that at once.
  /// @param principalBytes Bytes a second that one client may push, ten times that at once.
  /// @param storeEvents Events a second that one store takes, ten times that at once.
  /// @param storeBytes Bytes a second that one store takes, ten times that at once.
  /// @param maxPushDelay How long a push that comes too early waits for its turn.
  /// @param principalPulls Pulls that one client may have open; as many again wait.
  /// @param storePulls Pulls that one store may have open; as many again wait.
  /// @param maxStoreSize Events that one store may hold.
  /// @param maxPushSize Size of a push.
  /// @param maxPushEvents Events of a push.
  /// @param maxEventSize Size of an event.
  record Limits(
      @Nullable Long principalEvents,
      @Nullable DataSize principalBytes,
      @Nullable Long storeEvents,
      @Nullable DataSize storeBytes,
      @DefaultValue("10s") Duration maxPushDelay,
      @Nullable Integer principalPulls,
      @Nullable Integer storePulls,
      @Nullable Long maxStoreSize,
      @DefaultValue("2MB") DataSize maxPushSize,
      @DefaultValue("10000") int maxPushEvents,
      @DefaultValue("1MB") DataSize maxEventSize) {}

  /// How workers of this application reach a proxy.
  ///
  /// @param endpoint Address of the proxy. Without one it is this application's own.
  /// @param token Bearer token for it.
  record Backend(@Nullable String endpoint, @Nullable String token) {
    /// Shows no token.
    @Override
    public String toString() {
      return "Backend[endpoint=" + endpoint + "]";
    }
  }
}
