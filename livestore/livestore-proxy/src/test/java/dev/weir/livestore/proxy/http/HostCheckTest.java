package dev.weir.livestore.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostCheckTest {
  private static final HostCheck CHECK = HostCheck.localhostAnd(List.of("Weir.internal"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:8080",
        "LOCALHOST:8080",
        "app.localhost:5173",
        "127.0.0.1",
        "127.0.0.1:8080",
        "[::1]",
        "[::1]:8080",
        "192.168.1.7:8080",
        "weir.internal",
        "weir.internal:8080"
      })
  void allows_whatCannotBeRebound(String host) {
    assertThat(CHECK.allows(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "evil.example",
        "evil.example:8080",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evillocalhost",
        "evil.weir.internal",
        "weir.internal.",
        "[evil.example]",
        "localhost:8080:evil.example",
        "1.2.3.4.5",
        "localhost:80@evil.example"
      })
  void allows_noOtherName(String host) {
    assertThat(CHECK.allows(host)).isFalse();
    assertThat(HostCheck.any().allows(host)).isTrue();
  }
}
