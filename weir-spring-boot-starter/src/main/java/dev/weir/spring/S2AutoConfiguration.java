package dev.weir.spring;

import dev.weir.s2.BasinName;
import dev.weir.s2.S2;
import dev.weir.s2.S2Basin;
import dev.weir.s2.client.S2Client;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;

/// The S2 that the application's configuration names, and its basin of stores. Both are made when
/// they are first asked for, so that an application without streams need not say where they are.
@AutoConfiguration(after = WeirMetricsAutoConfiguration.class)
@EnableConfigurationProperties(WeirProperties.class)
@Import(EmbeddedStoreConfiguration.class)
final class S2AutoConfiguration {
  @Bean
  @Lazy
  @ConditionalOnMissingBean
  S2 weirS2(WeirProperties properties, ObjectProvider<EmbeddedStore> embedded) {
    return switch (StreamPlace.of(properties.s2())) {
      case StreamPlace.Elsewhere(var config) -> S2Client.connect(config);
      case StreamPlace.OnDisk(var directory) -> present(embedded).onDisk(directory);
      case StreamPlace.InMemory() -> present(embedded).inMemory();
    };
  }

  private static EmbeddedStore present(ObjectProvider<EmbeddedStore> embedded) {
    EmbeddedStore store = embedded.getIfAvailable();
    if (store == null) {
      throw new WeirSettingsException(
          "The embedded store is not on the class path.",
          "Add dev.weir:s2-lite, or set weir.s2.endpoint instead of weir.s2.data and"
              + " weir.s2.memory.");
    }
    return store;
  }

  @Bean
  @Lazy
  @ConditionalOnMissingBean
  S2Basin weirBasin(S2 s2, WeirProperties properties) {
    return s2.basin(new BasinName(properties.s2().basin()));
  }
}
