package dev.weir.spring;

import dev.weir.livestore.proxy.ProxyConfig;
import dev.weir.livestore.proxy.ProxyTelemetry;
import dev.weir.livestore.proxy.http.ProxyHttpConfig;
import dev.weir.livestore.proxy.interceptor.Interceptors;
import dev.weir.livestore.proxy.limits.ProxyLimits;
import dev.weir.livestore.proxy.limits.PushRates;
import dev.weir.livestore.proxy.limits.RateLimit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/// What the application's configuration means to the proxy.
final class ProxySettings {
  private ProxySettings() {}

  static ProxyConfig proxy(WeirProperties properties, ProxyTelemetry telemetry) {
    Long maxStoreSize = properties.limits().maxStoreSize();
    return ProxyConfig.defaults()
        .withPingInterval(properties.pingInterval())
        .withLiveHold(properties.liveHold())
        .withStreamNaming(properties.streamNaming())
        .withMaxStoreEvents(maxStoreSize == null ? Long.MAX_VALUE : maxStoreSize)
        .withTelemetry(telemetry);
  }

  static ProxyHttpConfig http(
      WeirProperties properties, WhoMaySync whoMaySync, Interceptors interceptors) {
    return ProxyHttpConfig.defaults()
        .withRefusalDelay(properties.refusalDelay())
        .withAllowedOrigins(properties.allowedOrigins())
        .withAccess(whoMaySync.access())
        .withHosts(whoMaySync.hosts())
        .withLimits(limits(properties.limits()))
        .withMaxPushBytes(Math.toIntExact(properties.limits().maxPushSize().toBytes()))
        .withInterceptors(interceptors);
  }

  private static ProxyLimits limits(WeirProperties.Limits limits) {
    return ProxyLimits.defaults()
        .withRatesOfPrincipal(rates(limits.principalEvents(), limits.principalBytes()))
        .withRatesOfStore(rates(limits.storeEvents(), limits.storeBytes()))
        .withMaxPushDelay(limits.maxPushDelay())
        .withMaxPulls(pulls(limits.principalPulls()), pulls(limits.storePulls()))
        .withPushSizes(limits.maxPushEvents(), Math.toIntExact(limits.maxEventSize().toBytes()));
  }

  private static PushRates rates(@Nullable Long events, @Nullable DataSize bytes) {
    return new PushRates(
        Optional.ofNullable(events).map(RateLimit::perSecond),
        Optional.ofNullable(bytes).map(DataSize::toBytes).map(RateLimit::perSecond));
  }

  private static int pulls(@Nullable Integer most) {
    return most == null ? Integer.MAX_VALUE : most;
  }
}
