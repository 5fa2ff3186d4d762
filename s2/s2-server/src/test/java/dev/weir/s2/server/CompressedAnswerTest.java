package dev.weir.s2.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.wire.FrameCompression;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which answers come compressed, and how.
class CompressedAnswerTest extends RequestTable {
  private static final String LARGE = ORDERS + "?seq_num=3";

  @BeforeEach
  void appendMuch() {
    stream("orders").append(AppendInput.of(AppendRecord.of("x".repeat(3000))));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip|GZIP",
        "zstd|ZSTD",
        "gzip, deflate, br, zstd|ZSTD",
        "zstd;q=0, gzip;q=0.5|GZIP",
      })
  void largeAnswer_isCompressedAsAccepted(String accepted, FrameCompression expected)
      throws IOException {
    for (String accept : List.of("application/json", "application/protobuf")) {
      var plain = send("GET", LARGE, "", BASIN, "accept: " + accept);

      var answer =
          send("GET", LARGE, "", BASIN, "accept: " + accept, "accept-encoding: " + accepted);

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("content-encoding")).contains(expected.coding());
      assertThat(answer.header("content-type")).isEqualTo(plain.header("content-type"));
      assertThat(answer.header("vary")).contains("accept-encoding");
      assertThat(answer.bytes()).hasSizeLessThan(500);
      assertThat(expected.expand(answer.bytes(), 10_000)).contains(plain.bytes());
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"identity", "br", "gzip;q=0", "*"})
  void largeAnswer_toOneWhoTakesNeither_isPlain(String accepted) throws IOException {
    var answer = send("GET", LARGE, "", BASIN, "accept-encoding: " + accepted);

    assertThat(answer.header("content-encoding")).isEmpty();
    assertThat(answer.header("vary")).contains("accept-encoding");
    assertThat(answer.body()).startsWith("{\"records\":[");
  }

  @Test
  void answer_isCompressedOnlyOver1024Bytes() throws IOException {
    int around = readLast().bytes().length - 3000;
    for (int size : new int[] {1024, 1025}) {
      stream("orders").append(AppendInput.of(AppendRecord.of("x".repeat(size - around))));

      var answer = readLast("accept-encoding: gzip");

      boolean compressed = answer.header("content-encoding").isPresent();
      assertThat(compressed).as("%d bytes", size).isEqualTo(size > 1024);
      assertThat(readLast().bytes()).hasSize(size);
    }
  }

  private Http.Answer readLast(String... headers) throws IOException {
    var all = new ArrayList<>(List.of(headers));
    all.addAll(List.of(BASIN, "accept: application/protobuf"));
    return send("GET", ORDERS + "?tail_offset=1", "", all.toArray(String[]::new));
  }

  @Test
  void largeAnswer_toAnotherOrigin_variesByBoth() throws IOException {
    var config = S2ServerConfig.LOOPBACK.withCrossOrigin(CrossOrigin.ALLOWED);
    try (var open = S2Server.start(store, config)) {
      var answer =
          Http.send(
              open.endpoint(),
              "GET",
              LARGE,
              "",
              BASIN,
              "origin: http://localhost:5173",
              "accept-encoding: gzip");

      assertThat(answer.header("content-encoding")).contains("gzip");
      assertThat(answer.header("access-control-allow-origin")).contains("http://localhost:5173");
      assertThat(answer.head().toLowerCase(Locale.ROOT).lines().filter(l -> l.startsWith("vary:")))
          .as("all of it: %s", answer.head())
          .anyMatch(line -> line.contains("origin"))
          .anyMatch(line -> line.contains("accept-encoding"));
    }
  }

  @Test
  void streamOfEvents_isNeverCompressed() throws IOException {
    try (var events = events("?seq_num=3&count=1", "accept-encoding: gzip, zstd")) {
      assertThat(events.head).contains("text/event-stream").doesNotContain("content-encoding");
      assertThat(events.next()).startsWith("event: batch|").contains("x".repeat(3000));
    }
  }
}
