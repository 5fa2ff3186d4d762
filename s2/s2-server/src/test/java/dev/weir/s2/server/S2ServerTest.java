package dev.weir.s2.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What the server does with requests that never reach the store.
class S2ServerTest extends RequestTable {
  private static final String ORIGIN = "origin: http://shop.example";
  private static final String[] PREFLIGHT = {
    ORIGIN,
    "access-control-request-method: POST",
    "access-control-request-headers: s2-basin,content-type"
  };

  @Test
  void health_isAnsweredOutsideV1() throws IOException {
    assertThat(send("GET", "/health", "").body()).isEqualTo("OK");
    assertThat(send("GET", "/ping", "").status()).isEqualTo(200);
  }

  @Test
  void anyOrigin_isAllowed() throws IOException {
    var preflight = send("OPTIONS", ORDERS, "", PREFLIGHT);
    assertThat(preflight.status()).isEqualTo(200);
    assertThat(preflight.header("access-control-allow-origin")).contains("http://shop.example");
    assertThat(preflight.header("access-control-allow-credentials")).contains("true");
    assertThat(preflight.header("access-control-allow-headers").orElse("")).contains("s2-basin");
    var answer = send("GET", ORDERS + "/tail", "", BASIN, ORIGIN);
    assertThat(answer.header("access-control-allow-origin")).contains("http://shop.example");
    assertThat(answer.header("access-control-expose-headers").orElse(""))
        .contains("s2-provision-result");
  }

  @Test
  void otherOrigins_whereRefused_getNoLeave() throws IOException {
    var config = S2ServerConfig.LOOPBACK.withCrossOrigin(CrossOrigin.REFUSED);
    try (var strict = S2Server.start(store, config)) {
      var preflight = Http.send(strict.endpoint(), "OPTIONS", ORDERS, "", PREFLIGHT);
      assertThat(preflight.status()).isEqualTo(405);
      assertThat(preflight.head()).doesNotContain("access-control-");
      var answer = Http.send(strict.endpoint(), "GET", ORDERS + "/tail", "", BASIN, ORIGIN);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.head()).doesNotContain("access-control-");
    }
  }

  /// Armeria keeps an HTTP/1.1 connection open for three seconds, so that the client may close it
  /// first; that is no part of the answer, whose length is told.
  @Test
  void connectionClose_isHonoured() throws IOException {
    try (var socket =
        Http.open(
            server.endpoint(), "GET", ORDERS + "/tail", new byte[0], BASIN, "connection: close")) {
      var answer = Http.read(socket.getInputStream());
      assertThat(answer.header("connection")).contains("close");
      assertAnswer(answer, 200, tail(3, 3));
      assertThat(socket.getInputStream().read()).as("the end").isEqualTo(-1);
    }
  }

  @Test
  void connection_isKeptOtherwise() throws IOException {
    try (var socket = Http.open(server.endpoint(), "GET", ORDERS + "/tail", new byte[0], BASIN)) {
      assertAnswer(Http.read(socket.getInputStream()), 200, tail(3, 3));
      String again = "GET " + ORDERS + "/tail HTTP/1.1\r\nhost: x\r\n" + BASIN + "\r\n\r\n";
      socket.getOutputStream().write(again.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      assertAnswer(Http.read(socket.getInputStream()), 200, tail(3, 3));
    }
  }

  /// Known, and told by [S2Service]: such names are S2's, but never reach us.
  @Test
  void dotDotBetweenSlashes_isRefusedByArmeria() throws IOException {
    assertThat(send("PUT", "/v1/streams/x%2F..%2Fy", "", BASIN).status()).isEqualTo(400);
    assertThat(send("GET", "/v1/streams?prefix=..", "", BASIN).status()).isEqualTo(400);
    assertThat(send("PUT", "/v1/streams/x..%2F...%2F.%2Fy", "", BASIN).status()).isEqualTo(201);
  }

  @Test
  void health_inTrouble_is503WithTheReason() throws IOException {
    var config = S2ServerConfig.LOOPBACK.withHealth(() -> Optional.of("the disk is full"));
    try (var sick = S2Server.start(store, config)) {
      for (String path : List.of("/health", "/ping")) {
        var answer = Http.send(sick.endpoint(), "GET", path, "");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("the disk is full");
      }
    }
  }

  @Test
  void close_mayBeCalledTwice() {
    var other = S2Server.start(store, S2ServerConfig.LOOPBACK);
    other.close();
    other.close();
  }
}
