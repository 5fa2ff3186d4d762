package dev.weir.livestore.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestOriginTest {
  /// Empty means that the browser sends none.
  @ParameterizedTest(name = "origin {0}, site {1}, host {2}: {3}")
  @CsvSource({
    ",                          ,             app.example,       true",
    "http://app.example,        ,             app.example,       true",
    "http://app.example,        ,             app.example:80,    true",
    "https://app.example,       ,             app.example,       true",
    "https://app.example,       ,             app.example:443,   true",
    "https://app.example,       ,             APP.example,       true",
    "http://localhost:5173,     ,             localhost:5173,    true",
    "http://localhost:5173,     ,             localhost:8080,    false",
    "https://evil.example,      ,             app.example,       false",
    "https://app.example.evil,  ,             app.example,       false",
    "https://evil.example,      ,             'evil.example@app.example', false",
    "null,                      ,             app.example,       false",
    "null,                      ,             'null',            false",
    "nonsense,                  ,             nonsense,          false",
    "https://evil.example,      cross-site,   app.example,       false",
    "https://app.example,       same-origin,  backend:8080,      true",
    "https://www.app.example,   same-site,    app.example,       false",
    "http://app.example,        cross-site,   app.example,       false",
    ",                          cross-site,   app.example,       false",
    ",                          same-site,    app.example,       false",
    ",                          same-origin,  app.example,       true",
    ",                          none,         app.example,       true",
    "https://friend.example,    cross-site,   app.example,       true",
    "https://friend.example,    ,             app.example,       true",
    "https://friend.example:1,  ,             app.example,       false",
    "*,                         ,             app.example,       false",
  })
  void mayBringCookies_isForOwnPagesAndAllowedOnes(
      String origin, String site, String host, boolean may) {
    var request =
        new RequestOrigin(
            Optional.ofNullable(origin), Optional.ofNullable(site), Optional.of(host));

    assertThat(request.mayBringCookies(List.of("https://friend.example"))).isEqualTo(may);
  }

  @ParameterizedTest
  @CsvSource({"https://evil.example, cross-site", "https://evil.example,"})
  void mayBringCookies_whereAllOriginsAreAllowed_isForOwnPagesAlone(String origin, String site) {
    var request =
        new RequestOrigin(
            Optional.of(origin), Optional.ofNullable(site), Optional.of("app.example"));

    assertThat(request.mayBringCookies(List.of("*"))).isFalse();
  }
}
