package dev.weir.spring;

import dev.weir.livestore.syncs2.backend.CredentialSource;
import dev.weir.livestore.syncs2.backend.RequestCredentials;
import dev.weir.livestore.syncs2.backend.S2SyncBackend;
import dev.weir.livestore.syncs2.backend.S2SyncBackendConfig;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/// Sync backends for workers of the application, on its own proxy or another.
@AutoConfiguration
@EnableConfigurationProperties(WeirProperties.class)
final class SyncBackendsAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean
  SyncBackends weirSyncBackends(
      WeirProperties properties,
      Environment environment,
      ObjectProvider<CredentialSource> credentials) {
    return storeId -> {
      var config = S2SyncBackendConfig.at(endpoint(properties, environment), storeId);
      CredentialSource own = credentials.getIfAvailable();
      String token = properties.backend().token();
      if (own != null) {
        config = config.withCredentials(own);
      } else if (token != null) {
        config = config.withCredentials(renew -> RequestCredentials.bearer(token));
      }
      return S2SyncBackend.open(config);
    };
  }

  private static String endpoint(WeirProperties properties, Environment environment) {
    String elsewhere = properties.backend().endpoint();
    if (elsewhere != null) {
      return elsewhere;
    }
    String port = environment.getProperty("local.server.port");
    if (port == null) {
      throw new IllegalStateException(
          "this application's server does not serve yet. Open backends once the application is"
              + " ready, or set weir.backend.endpoint to the address of a proxy");
    }
    return "http://127.0.0.1:" + port + basePath(environment) + properties.path();
  }

  private static String basePath(Environment environment) {
    return environment.getProperty("server.servlet.context-path", "")
        + environment.getProperty("spring.webflux.base-path", "");
  }
}
