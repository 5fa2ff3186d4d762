package dev.weir.livestore.proxy;

import java.time.Duration;

/// How a proxy behaves. Start from [#defaults()] and change what differs.
///
/// @param pingInterval a held pull gets a ping after so much silence; clients give up on a silent
///   one after 300 s, and load balancers often after 60 s
/// @param liveHold a live pull with nothing to deliver ends cleanly after so long, and the client
///   asks again
/// @param longLive when a response to [LiveStoreProxy#follow] ends
/// @param pushDeadline a push that is not decided by then is given up, after at most one call to S2
///   more; a stock client never repeats a push that hangs, but does repeat one that failed
/// @param idleStore a store without pushes and pulls is forgotten after so long; it is read again
///   when it is next used
/// @param maxOpenStores stores remembered at most; beyond that the least recently used idle ones
///   are forgotten
/// @param maxStoreEvents records that a store's stream holds at most; a push that would lead beyond
///   is refused
/// @param streamNaming which stream holds a store
/// @param telemetry how the proxy can be watched
public record ProxyConfig(
    Duration pingInterval,
    Duration liveHold,
    LiveBounds longLive,
    Duration pushDeadline,
    Duration idleStore,
    int maxOpenStores,
    long maxStoreEvents,
    StreamNaming streamNaming,
    ProxyTelemetry telemetry) {

  /// What suits a proxy for browsers.
  public static ProxyConfig defaults() {
    return new ProxyConfig(
        Duration.ofSeconds(10),
        Duration.ofSeconds(50),
        new LiveBounds(Duration.ofMinutes(5), 64 << 20),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        10_000,
        Long.MAX_VALUE,
        StreamNaming.DISTINCT,
        ProxyTelemetry.none());
  }

  /// The same with another interval between pings.
  public ProxyConfig withPingInterval(Duration interval) {
    return new ProxyConfig(
        interval,
        liveHold,
        longLive,
        pushDeadline,
        idleStore,
        maxOpenStores,
        maxStoreEvents,
        streamNaming,
        telemetry);
  }

  /// The same with another limit on how long a live pull is held.
  public ProxyConfig withLiveHold(Duration hold) {
    return new ProxyConfig(
        pingInterval,
        hold,
        longLive,
        pushDeadline,
        idleStore,
        maxOpenStores,
        maxStoreEvents,
        streamNaming,
        telemetry);
  }

  /// The same with other bounds of long live responses.
  public ProxyConfig withLongLive(LiveBounds bounds) {
    return new ProxyConfig(
        pingInterval,
        liveHold,
        bounds,
        pushDeadline,
        idleStore,
        maxOpenStores,
        maxStoreEvents,
        streamNaming,
        telemetry);
  }

  /// The same with another deadline for pushes.
  public ProxyConfig withPushDeadline(Duration deadline) {
    return new ProxyConfig(
        pingInterval,
        liveHold,
        longLive,
        deadline,
        idleStore,
        maxOpenStores,
        maxStoreEvents,
        streamNaming,
        telemetry);
  }

  /// The same, forgetting a store that was idle for so long.
  public ProxyConfig withIdleStore(Duration idle) {
    return new ProxyConfig(
        pingInterval,
        liveHold,
        longLive,
        pushDeadline,
        idle,
        maxOpenStores,
        maxStoreEvents,
        streamNaming,
        telemetry);
  }

  /// The same, remembering at most so many stores.
  public ProxyConfig withMaxOpenStores(int stores) {
    return new ProxyConfig(
        pingInterval,
        liveHold,
        longLive,
        pushDeadline,
        idleStore,
        stores,
        maxStoreEvents,
        streamNaming,
        telemetry);
  }

  /// The same with another limit on the size of a store.
  public ProxyConfig withMaxStoreEvents(long events) {
    return new ProxyConfig(
        pingInterval,
        liveHold,
        longLive,
        pushDeadline,
        idleStore,
        maxOpenStores,
        events,
        streamNaming,
        telemetry);
  }

  /// The same, with stores in streams of other names.
  public ProxyConfig withStreamNaming(StreamNaming naming) {
    return new ProxyConfig(
        pingInterval,
        liveHold,
        longLive,
        pushDeadline,
        idleStore,
        maxOpenStores,
        maxStoreEvents,
        naming,
        telemetry);
  }

  /// The same, watched.
  public ProxyConfig withTelemetry(ProxyTelemetry telemetry) {
    return new ProxyConfig(
        pingInterval,
        liveHold,
        longLive,
        pushDeadline,
        idleStore,
        maxOpenStores,
        maxStoreEvents,
        streamNaming,
        telemetry);
  }
}
