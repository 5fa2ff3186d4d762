package dev.weir.livestore.proxy.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSourcesTest {
  private static final TokenSources ALL =
      TokenSources.defaults().withCookie("session").withPushUrl();

  private static Credentials credentials(
      Optional<String> header, Optional<String> payload, Optional<String> url, String cookie) {
    return new Credentials(
        header, Map.of("session", cookie, "other", "x"), payload, url, Optional.empty());
  }

  private static Credentials header(String value) {
    return credentials(Optional.of(value), Optional.empty(), Optional.empty(), "");
  }

  private static Credentials payload(String json) {
    return credentials(Optional.empty(), Optional.of(json), Optional.empty(), "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer t0", "bearer t0", "BEARER  t0 "})
  void require_ofABearerHeader_isItsToken(String header) {
    assertThat(ALL.require(header(header)).value()).isEqualTo("t0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic dDA6", "t0", " Bearer t0"})
  void require_ofAnotherHeader_isDenied(String header) {
    assertDenied(header(header), ALL);
  }

  /// Somebody who authenticates on purpose and fails is not taken for the user of a cookie.
  @Test
  void require_ofAWrongHeaderBesideACookie_isDenied() {
    assertDenied(
        credentials(Optional.of("Basic x"), Optional.empty(), Optional.empty(), "t0"), ALL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "authToken|{\"authToken\":\"t0\"}",
        "authToken|{\"x\":{\"authToken\":\"no\"},\"authToken\":\"t0\",\"y\":[1,{}]}",
        "authToken|{\"authToken\":\"no\",\"authToken\":\"t0\"}",
        "auth.token|{\"auth\":{\"token\":\"t0\"},\"token\":\"no\"}",
        "auth.token|{\"token\":\"no\",\"auth\":{\"other\":{\"token\":\"no\"},\"token\":\"t0\"}}",
      })
  void require_ofAPayload_isTheTextAtThePath(String path, String json) {
    var sources = TokenSources.defaults().withPayloadPath(path);

    assertThat(sources.require(payload(json)).value()).isEqualTo("t0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "\"authToken\"",
        "[\"authToken\"]",
        "{}",
        "{\"authToken\":7}",
        "{\"authToken\":null}",
        "{\"authToken\":{\"authToken\":\"t0\"}}",
        "{\"authToken\":\"\"}",
        "{\"authtoken\":\"t0\"}",
        "{\"authToken\":\"t0\",\"authToken\":null}",
      })
  void require_ofAPayloadWithoutToken_isDenied(String json) {
    assertDenied(payload(json), ALL);
  }

  @Test
  void require_ofSeveral_isWhatTheRequestSaysOnPurpose() {
    var json = Optional.of("{\"authToken\":\"payload\"}");
    var url = Optional.of("url");

    assertThat(ALL.require(credentials(Optional.of("Bearer h"), json, url, "c")).value())
        .isEqualTo("h");
    assertThat(ALL.require(credentials(Optional.empty(), json, url, "c")).value())
        .isEqualTo("payload");
    assertThat(ALL.require(credentials(Optional.empty(), Optional.empty(), url, "c")).value())
        .isEqualTo("url");
    assertThat(
            ALL.require(credentials(Optional.empty(), Optional.of("{}"), Optional.empty(), "c"))
                .value())
        .isEqualTo("c");
  }

  @Test
  void require_ofWhatIsNotConfigured_isDenied() {
    var none = TokenSources.defaults().withoutPayload();

    assertDenied(payload("{\"authToken\":\"t0\"}"), none);
    assertDenied(credentials(Optional.empty(), Optional.empty(), Optional.of("t0"), "t0"), none);
  }

  @Test
  void require_ofAnEndlessToken_isDenied() {
    assertDenied(header("Bearer " + "x".repeat(BearerToken.MAX_LENGTH + 1)), ALL);
  }

  @Test
  void toString_showsNoSecret() {
    var all =
        credentials(
            Optional.of("Bearer secret"),
            Optional.of("{\"authToken\":\"secret\"}"),
            Optional.of("secret"),
            "secret");

    assertThat(all.toString()).doesNotContain("secret");
    assertThat(ALL.require(all).toString()).doesNotContain("secret");
  }

  private static void assertDenied(Credentials credentials, TokenSources sources) {
    assertThatThrownBy(() -> sources.require(credentials))
        .isInstanceOfSatisfying(
            AccessDeniedException.class,
            denied ->
                assertThat(denied.reason())
                    .isEqualTo(AccessDeniedException.Reason.UNAUTHENTICATED));
  }
}
