package dev.weir.spring;

import dev.weir.livestore.proxy.Readiness;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Tells Actuator whether LiveStore sync can do its work: `weir` among the health's components.
@AutoConfiguration(after = ProxyAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
final class WeirHealthAutoConfiguration {
  /// Apart, as a condition of Actuator's is read whether Actuator is there or not.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnBean(Readiness.class)
  @ConditionalOnEnabledHealthIndicator("weir")
  static final class OfSync {
    @Bean
    @ConditionalOnMissingBean(name = "weirHealthIndicator")
    HealthIndicator weirHealthIndicator(Readiness readiness) {
      return () ->
          readiness
              .obstacle()
              .map(why -> Health.down().withDetail("reason", why).build())
              .orElseGet(() -> Health.up().build());
    }
  }
}
