package dev.weir.example.spring;

import dev.weir.livestore.proxy.access.AccessDeniedException;
import dev.weir.livestore.proxy.access.Authorizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Whose the stores are.
@Configuration(proxyBeanMethods = false)
public class OwnStores {
  /// Everybody may use the stores that begin with their name, and those that are shared.
  @Bean
  Authorizer authorizer() {
    return (user, access, storeId) -> {
      if (!storeId.startsWith(user.name() + "-") && !storeId.startsWith("shared-")) {
        throw AccessDeniedException.forbidden(access);
      }
    };
  }
}
