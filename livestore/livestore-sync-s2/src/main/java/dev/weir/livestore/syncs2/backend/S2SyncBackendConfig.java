package dev.weir.livestore.syncs2.backend;

import java.time.Duration;

/// How a backend reaches its proxy. Start from [#at] and change what differs.
///
/// @param storeId whose log it is
/// @param endpoints where the proxy is
/// @param credentials what requests bring to be let in; nothing by default
/// @param ping whether and how the proxy is pinged
/// @param liveRetry how often a live pull connects in vain, in a row; for ever by default
/// @param pullRetry the same for a pull that is not live; three times by default
/// @param pushRetry how often a push is tried; three times by default
/// @param pushTimeout for the answer to one part of a push; 30 s by default
/// @param idleTimeout a pull that brings no byte for so long is taken for broken; 45 s by default,
///   three times as long as a proxy may be silent
/// @param maxPageBytes of one page; what is longer is refused. 64 MiB by default
/// @param foreignRecords what becomes of records that are no events
public record S2SyncBackendConfig(
    String storeId,
    ProxyEndpoints endpoints,
    CredentialSource credentials,
    PingPolicy ping,
    RetryPolicy liveRetry,
    RetryPolicy pullRetry,
    RetryPolicy pushRetry,
    Duration pushTimeout,
    Duration idleTimeout,
    int maxPageBytes,
    ForeignRecords foreignRecords) {

  /// A backend for one store of the proxy at `url`.
  public static S2SyncBackendConfig at(String url, String storeId) {
    return new S2SyncBackendConfig(
        storeId,
        ProxyEndpoints.at(url),
        renew -> RequestCredentials.NONE,
        PingPolicy.DEFAULT,
        RetryPolicy.FOR_EVER,
        RetryPolicy.FEW,
        RetryPolicy.FEW,
        Duration.ofSeconds(30),
        Duration.ofSeconds(45),
        64 << 20,
        ForeignRecords.FAIL);
  }

  /// The same, elsewhere.
  public S2SyncBackendConfig withEndpoints(ProxyEndpoints changed) {
    return new S2SyncBackendConfig(
        storeId,
        changed,
        credentials,
        ping,
        liveRetry,
        pullRetry,
        pushRetry,
        pushTimeout,
        idleTimeout,
        maxPageBytes,
        foreignRecords);
  }

  /// The same with these credentials.
  public S2SyncBackendConfig withCredentials(CredentialSource changed) {
    return new S2SyncBackendConfig(
        storeId,
        endpoints,
        changed,
        ping,
        liveRetry,
        pullRetry,
        pushRetry,
        pushTimeout,
        idleTimeout,
        maxPageBytes,
        foreignRecords);
  }

  /// The same with other pings.
  public S2SyncBackendConfig withPing(PingPolicy changed) {
    return new S2SyncBackendConfig(
        storeId,
        endpoints,
        credentials,
        changed,
        liveRetry,
        pullRetry,
        pushRetry,
        pushTimeout,
        idleTimeout,
        maxPageBytes,
        foreignRecords);
  }

  /// The same, trying pulls and pushes so often.
  public S2SyncBackendConfig withRetry(RetryPolicy live, RetryPolicy pull, RetryPolicy push) {
    return new S2SyncBackendConfig(
        storeId,
        endpoints,
        credentials,
        ping,
        live,
        pull,
        push,
        pushTimeout,
        idleTimeout,
        maxPageBytes,
        foreignRecords);
  }

  /// The same with other timeouts.
  public S2SyncBackendConfig withTimeouts(Duration push, Duration idle) {
    return new S2SyncBackendConfig(
        storeId,
        endpoints,
        credentials,
        ping,
        liveRetry,
        pullRetry,
        pushRetry,
        push,
        idle,
        maxPageBytes,
        foreignRecords);
  }

  /// The same with another limit of pages.
  public S2SyncBackendConfig withMaxPageBytes(int bytes) {
    return new S2SyncBackendConfig(
        storeId,
        endpoints,
        credentials,
        ping,
        liveRetry,
        pullRetry,
        pushRetry,
        pushTimeout,
        idleTimeout,
        bytes,
        foreignRecords);
  }

  /// The same, with this to become of records that are no events.
  public S2SyncBackendConfig withForeignRecords(ForeignRecords changed) {
    return new S2SyncBackendConfig(
        storeId,
        endpoints,
        credentials,
        ping,
        liveRetry,
        pullRetry,
        pushRetry,
        pushTimeout,
        idleTimeout,
        maxPageBytes,
        changed);
  }
}
