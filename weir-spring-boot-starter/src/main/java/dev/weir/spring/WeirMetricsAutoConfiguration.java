package dev.weir.spring;

import dev.weir.livestore.micrometer.ProxyMetrics;
import dev.weir.livestore.micrometer.StoreMetrics;
import dev.weir.s2.lite.S2LiteListener;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The proxy's and the embedded store's meters in the application's registry.
@AutoConfiguration(
    afterName =
        "org.springframework.boot.micrometer.metrics.autoconfigure"
            + ".CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass({MeterRegistry.class, ProxyMetrics.class})
@ConditionalOnBean(MeterRegistry.class)
final class WeirMetricsAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean
  ProxyMetrics weirProxyMetrics(MeterRegistry registry) {
    return new ProxyMetrics(registry);
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(S2LiteListener.class)
  static final class OfTheStore {
    @Bean
    @ConditionalOnMissingBean(S2LiteListener.class)
    StoreMetrics weirStoreMetrics(MeterRegistry registry) {
      return new StoreMetrics(registry);
    }
  }
}
