package dev.weir.s2.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Names that are none, wherever they arrive: what is wrong with each, and by which code that place
/// says it.
class NameTableTest extends RequestTable {
  @ParameterizedTest(name = "{0} {1} {2} {3}")
  @MethodSource({"basins", "basinBounds", "streams", "streamBounds", "tokens", "locations"})
  void request_isAnswered(
      String method, String target, String body, List<String> headers, int status, String answer)
      throws IOException {
    assertAnswer(send(method, target, body, headers.toArray(String[]::new)), status, answer);
  }

  static Stream<Arguments> basins() {
    return Stream.of(
            basin("b".repeat(49), "basin name must not exceed 48 bytes in length"),
            basin("basin-1", "basin name should be at least 8 bytes in length"),
            basin("-basin-1", "basin name must begin with a lowercase letter or number"),
            basin("Basin-01", "basin name must begin with a lowercase letter or number"),
            basin("basin-1-", "basin name must end with a lowercase letter or number"),
            basin("basin_01", "basin name must comprise lowercase letters, numbers, and hyphens"),
            basin("ba.in-01", "basin name must comprise lowercase letters, numbers, and hyphens"))
        .flatMap(rows -> rows);
  }

  private static Stream<Arguments> basin(String name, String message) {
    String path = error("bad_path", message);
    return Stream.of(
        row("GET", "/v1/basins/" + name, 400, path),
        row("PUT", "/v1/basins/" + name, 400, path),
        with("PATCH", "/v1/basins/" + name, "{}", 400, path, JSON),
        row("DELETE", "/v1/basins/" + name, 400, path),
        row("GET", "/v1/metrics/" + name + "?set=storage", 400, path),
        row("GET", "/v1/metrics/" + name + "/orders?set=storage", 400, path),
        row(
            "GET",
            ORDERS + "/tail",
            400,
            badHeader("Invalid header `s2-basin`: " + message),
            "s2-basin: " + name),
        with("POST", "/v1/basins", "{'basin':'" + name + "'}", 400, badJson(message, 10), JSON));
  }

  static Stream<Arguments> basinBounds() {
    String list = "/v1/basins?";
    return Stream.of("prefix", "start_after")
        .flatMap(field -> {
          String words = "basin " + field.replace("start_after", "start-after");
          return Stream.of(
              row(
                  "GET",
                  list + field + "=" + "b".repeat(49),
                  400,
                  badQuery(words + " must not exceed 48 bytes in length")),
              row(
                  "GET",
                  list + field + "=-b",
                  400,
                  badQuery(words + " must begin with a lowercase letter or number")),
              row(
                  "GET",
                  list + field + "=bA",
                  400,
                  badQuery(words + " must comprise lowercase letters, numbers, and hyphens")),
              row("GET", list + field + "=x-", 200, "{'basins':[],'has_more':false}"));
        });
  }

  static Stream<Arguments> streams() {
    String long513 = "é".repeat(256) + "x";
    String tooLong = "stream name must not exceed 512 bytes in length";
    return Stream.of(
        stream("", "stream name must not be empty"),
        stream(".", "stream name must not be \\'.\\' or \\'..\\'"),
        stream("..", "stream name must not be \\'.\\' or \\'..\\'"),
        stream("a\\u0000b", "stream name must not contain a NUL byte"),
        stream(long513, tooLong),
        row(
            "GET",
            "/v1/streams/" + "%C3%A9".repeat(256) + "x",
            400,
            error("bad_path", tooLong),
            BASIN),
        row("GET", "/v1/streams/%FF", 400, error("bad_path", "Invalid path: not UTF-8"), BASIN));
  }

  private static Arguments stream(String name, String message) {
    return with(
        "POST", "/v1/streams", "{'stream':'" + name + "'}", 400, badJson(message, 11), BASIN, JSON);
  }

  static Stream<Arguments> streamBounds() {
    String none = "{'streams':[],'has_more':false}";
    return Stream.of(
        row(
            "GET",
            "/v1/streams?prefix=" + "x".repeat(513),
            400,
            badQuery("stream prefix must not exceed 512 bytes in length"),
            BASIN),
        row(
            "GET",
            "/v1/streams?start_after=" + "x".repeat(513),
            400,
            badQuery("stream start-after must not exceed 512 bytes in length"),
            BASIN),
        row("GET", "/v1/streams?prefix=.", 200, none, BASIN),
        row("GET", "/v1/streams?prefix=%FF", 400, badQuery("not UTF-8"), BASIN));
  }

  static Stream<Arguments> tokens() {
    return Stream.of(
        token("", "access token id must not be empty"),
        token(".", "access token id must not be \\'.\\' or \\'..\\'"),
        token("..", "access token id must not be \\'.\\' or \\'..\\'"),
        token("a\\u0000", "access token id must not contain a NUL byte"),
        token("é".repeat(48) + "x", "access token id must not exceed 96 bytes in length"));
  }

  private static Arguments token(String id, String message) {
    return with(
        "POST",
        "/v1/access-tokens",
        "{'id':'" + id + "','scope':{}}",
        400,
        badJson(message, 7),
        JSON);
  }

  static Stream<Arguments> locations() {
    return Stream.of(
            location("", "location name must be at least 1 character in length"),
            location("x".repeat(65), "location name must be at most 64 characters in length"),
            location(
                "aws/us",
                "location name must comprise ASCII letters, numbers, colons, hyphens, and periods"))
        .flatMap(rows -> rows);
  }

  private static Stream<Arguments> location(String name, String message) {
    return Stream.of(
        with("PUT", "/v1/locations/default", "'" + name + "'", 400, badJson(message, 1), JSON),
        with(
            "POST",
            "/v1/basins",
            "{'basin':'new-basin','location':'" + name + "'}",
            400,
            badJson(message, 33),
            JSON),
        with(
            "PUT",
            "/v1/basins/new-basin",
            "{'location':'" + name + "'}",
            400,
            badJson(message, 13),
            JSON));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {"bbbbbbbb", "0-------9", "b23456789012345678901234567890123456789012345678"})
  void basinName_atItsBounds_isOne(String name) throws IOException {
    assertThat(send("PUT", "/v1/basins/" + name, "").status()).isEqualTo(201);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"x", "...", "%2F", "%20", "%C3%A9"})
  void streamName_ofUnusualCharacters_isOne(String segment) throws IOException {
    assertThat(send("PUT", "/v1/streams/" + segment, "", BASIN).status()).isEqualTo(201);
    assertThat(get("/v1/streams/" + segment).status()).isEqualTo(200);
    assertAnswer(get("/v1/streams/" + segment + "/records/tail"), 200, tail(0, 0));
  }
}
