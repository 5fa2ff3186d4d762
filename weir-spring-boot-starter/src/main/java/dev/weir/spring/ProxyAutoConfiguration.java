package dev.weir.spring;

import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.ProxyConfig;
import dev.weir.livestore.proxy.ProxyListener;
import dev.weir.livestore.proxy.ProxyTelemetry;
import dev.weir.livestore.proxy.Readiness;
import dev.weir.livestore.proxy.access.Access;
import dev.weir.livestore.proxy.access.Authenticator;
import dev.weir.livestore.proxy.access.Authorizer;
import dev.weir.livestore.proxy.http.ProxyHandler;
import dev.weir.livestore.proxy.http.ProxyHttpConfig;
import dev.weir.livestore.proxy.interceptor.Interceptors;
import dev.weir.livestore.proxy.interceptor.PushInterceptor;
import dev.weir.s2.BasinName;
import dev.weir.s2.S2;
import io.opentelemetry.api.OpenTelemetry;
import java.util.stream.Stream;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.util.ClassUtils;

/// The proxy over the application's S2, without a place on its server yet.
@AutoConfiguration(after = S2AutoConfiguration.class)
@ConditionalOnWebApplication
@ConditionalOnProperty(name = "weir.serve", matchIfMissing = true)
final class ProxyAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean
  ProxyConfig weirProxyConfig(
      WeirProperties properties,
      ObjectProvider<ProxyListener> listeners,
      ObjectProvider<OpenTelemetry> openTelemetry) {
    return ProxySettings.proxy(
        properties,
        ProxyTelemetry.none()
            .withListener(ProxyListeners.of(listeners.orderedStream().toList()))
            .withOpenTelemetry(openTelemetry.getIfUnique(OpenTelemetry::noop)));
  }

  @Bean
  @ConditionalOnMissingBean
  LiveStoreProxy weirProxy(S2 s2, WeirProperties properties, ProxyConfig config) {
    return LiveStoreProxy.over(s2, new BasinName(properties.s2().basin()), config);
  }

  @Bean
  WhoMaySync weirWhoMaySync(
      ObjectProvider<Access> access,
      ObjectProvider<Authenticator> authenticators,
      ObjectProvider<Authorizer> authorizers,
      ListableBeanFactory beans,
      WeirProperties properties) {
    return WhoMaySync.of(access, authenticators, authorizers, hasLogin(beans), properties);
  }

  private static boolean hasLogin(ListableBeanFactory beans) {
    return Stream.of(
            "org.springframework.security.web.SecurityFilterChain",
            "org.springframework.security.web.server.SecurityWebFilterChain")
        .filter(chain -> ClassUtils.isPresent(chain, null))
        .map(chain -> ClassUtils.resolveClassName(chain, null))
        .anyMatch(chain -> beans.getBeanNamesForType(chain).length > 0);
  }

  @Bean
  @ConditionalOnMissingBean
  ProxyHttpConfig weirProxyHttpConfig(
      WeirProperties properties,
      WhoMaySync whoMaySync,
      ObjectProvider<PushInterceptor> interceptors) {
    return ProxySettings.http(
        properties,
        whoMaySync,
        Interceptors.of(interceptors.orderedStream().toArray(PushInterceptor[]::new)));
  }

  @Bean
  @ConditionalOnMissingBean
  ProxyHandler weirProxyHandler(LiveStoreProxy proxy, ProxyHttpConfig config) {
    return ProxyHandler.of(proxy, config);
  }

  @Bean
  @ConditionalOnMissingBean
  Readiness weirReadiness(
      S2 s2, WeirProperties properties, ObjectProvider<EmbeddedStore> embedded) {
    return embedded.stream()
        .flatMap(store -> store.readinessOf(s2).stream())
        .findFirst()
        .orElseGet(() -> Readiness.asking(s2, new BasinName(properties.s2().basin())));
  }

  @Bean
  ProxyLifecycle weirProxyLifecycle(
      LiveStoreProxy proxy, Readiness readiness, WhoMaySync whoMaySync, WeirProperties properties) {
    return new ProxyLifecycle(proxy, readiness, whoMaySync, properties);
  }
}
