package dev.weir.spring;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// An application of which a test says what it has, on a free port.
@NullMarked
record App(ConfigurableApplicationContext context) implements AutoCloseable {
  @EnableAutoConfiguration(
      excludeName = {
        "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
        "org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration",
        "org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
        "org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration"
      })
  static class Open {}

  @EnableAutoConfiguration
  static class Guarded {}

  static App start(WebApplicationType type, Class<?> source, String... settings) {
    return start(type, new Class<?>[] {source}, settings);
  }

  static App start(WebApplicationType type, Class<?>[] sources, String... settings) {
    String[] all =
        Stream.concat(
                Stream.of(
                    "server.port=0",
                    "server.address=127.0.0.1",
                    "spring.main.banner-mode=off",
                    "server.shutdown=immediate",
                    "spring.reactor.netty.shutdown-quiet-period=0s"),
                Arrays.stream(settings))
            .toArray(String[]::new);
    return new App(new SpringApplicationBuilder(sources).web(type).properties(all).run());
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  String base() {
    return "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
  }

  static EncodedEvent event(long seqNum) {
    return EncodedEvent.of(
        "n", "{}", new EventSeqNum(seqNum), new EventSeqNum(seqNum - 1), "c", "s");
  }

  static String push(String storeId) {
    return "{\"storeId\":\"" + storeId + "\",\"batch\":[" + event(1).json() + "]}";
  }

  @Override
  public void close() {
    context.close();
  }
}
