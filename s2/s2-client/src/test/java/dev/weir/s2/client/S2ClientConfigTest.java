package dev.weir.s2.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.s2.AccessToken;
import dev.weir.s2.BasinName;
import dev.weir.s2.InvalidInputException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class S2ClientConfigTest {
  private static final BasinName BASIN = new BasinName("test-basin");

  @Test
  void environment_thatIsEmpty_isTheCloudWithoutToken() {
    var config = S2ClientConfig.fromEnv(Map.of());
    assertThat(config.endpoints()).isEqualTo(Endpoints.CLOUD);
    assertThat(config.accessToken()).isEmpty();
    assertThat(config.endpoints().account()).isEqualTo("https://a.s2.dev/v1");
    assertThat(config.endpoints().of(BASIN)).isEqualTo("https://test-basin.b.s2.dev/v1");
    assertThat(config.endpoints().addressing()).isEqualTo(Endpoints.Addressing.BY_HOST);
  }

  @Test
  void environment_withOneEndpoint_keepsTheCloudsOther() {
    var account = Endpoints.fromEnv(Map.of("S2_ACCOUNT_ENDPOINT", "localhost:1"));
    assertThat(account.account()).isEqualTo("https://localhost:1/v1");
    assertThat(account.basin()).isEqualTo(Endpoints.CLOUD.basin());
    assertThat(account.addressing()).isEqualTo(Endpoints.Addressing.BY_HOST);
    var basin = Endpoints.fromEnv(Map.of("S2_BASIN_ENDPOINT", "http://{basin}.local:1/x/{basin}"));
    assertThat(basin.account()).isEqualTo(Endpoints.CLOUD.account());
    assertThat(basin.of(BASIN)).isEqualTo("http://test-basin.local:1/x/test-basin");
    assertThat(basin.addressing()).isEqualTo(Endpoints.Addressing.BY_HEADER);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost,https://localhost/v1",
    "http://localhost:80,http://localhost:80/v1",
    "http://localhost/,http://localhost",
    "http://localhost/v2/,http://localhost/v2",
    "https://[::1]:8080,https://[::1]:8080/v1",
  })
  void endpoint_withoutSchemeOrPath_getsThem(String given, String used) {
    assertThat(Endpoints.single(given).account()).isEqualTo(used);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "ftp://host",
        "http://",
        "http://host?token=hidden",
        "http://host#hidden",
        "http://me:hidden@host",
        "http://ho st",
        "https://{basin}.host",
      })
  void endpoint_thatCannotBe_isRefusedWithoutEcho(String endpoint) {
    assertThatThrownBy(() -> new Endpoints(endpoint, "host", Endpoints.Addressing.BY_HEADER))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageNotContaining("hidden");
  }

  @Test
  void accessToken_isNeverShown() {
    var config = S2ClientConfig.fromEnv(Map.of("S2_ACCESS_TOKEN", "top-secret"));
    assertThat(config.accessToken()).contains(new AccessToken("top-secret"));
    assertThat(config.toString()).doesNotContain("top-secret");
    assertThatThrownBy(() -> new AccessToken("top secret"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageNotContaining("secret");
  }
}
