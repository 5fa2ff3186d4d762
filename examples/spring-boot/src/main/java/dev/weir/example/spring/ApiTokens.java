package dev.weir.example.spring;

import dev.weir.spring.SyncTokens;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// Tokens and whose they are. An application would look them up, or check their signature.
@ConfigurationProperties("app")
public record ApiTokens(Map<String, String> tokens) {
  /// Whose token a request of a LiveStore client carries.
  public Optional<String> userOf(@Nullable String authorization, @Nullable String query) {
    return SyncTokens.of(authorization, query)
        .flatMap(token -> Optional.ofNullable(tokens.get(token)));
  }
}
