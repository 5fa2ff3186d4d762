package dev.weir.spring;

import dev.weir.livestore.proxy.Readiness;
import dev.weir.s2.S2;
import dev.weir.s2.lite.S2Lite;
import dev.weir.s2.lite.S2LiteListener;
import dev.weir.s2.lite.S2LiteOptions;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(S2Lite.class)
final class EmbeddedStoreConfiguration {
  @Bean
  EmbeddedStore weirEmbeddedStore(ObjectProvider<S2LiteListener> listener) {
    return new LiteStore(listener);
  }

  private record LiteStore(ObjectProvider<S2LiteListener> listener) implements EmbeddedStore {
    @Override
    public S2 inMemory() {
      return S2Lite.inMemory(options());
    }

    @Override
    public S2 onDisk(Path directory) {
      return S2Lite.open(directory, options());
    }

    private S2LiteOptions options() {
      return S2LiteOptions.DEFAULT.withListener(listener.getIfAvailable(() -> S2LiteListener.NONE));
    }

    @Override
    public Optional<Readiness> readinessOf(S2 s2) {
      return s2 instanceof S2Lite lite
          ? Optional.of(Readiness.of(lite::failure))
          : Optional.empty();
    }
  }
}
