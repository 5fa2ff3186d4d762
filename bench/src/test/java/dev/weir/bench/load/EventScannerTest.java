package dev.weir.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventScannerTest {
  private record Found(long s2SeqNum, int client, long number, long atMicros) {}

  private static final String PAGE =
      "event: batch\ndata: {\"records\":["
          + record(7, event(3, 41, 1_000_001))
          + ","
          + record(8, event(12, 1, 2))
          + "],\"tail\":{\"seq_num\":9,\"timestamp\":5}}\n\n";

  private static String event(int client, long number, long atMicros) {
    var json = new StringBuilder();
    SharedStore.appendEvent(json, client, number, atMicros, 8);
    return json.toString();
  }

  private static String record(long s2SeqNum, String body) {
    return "{\"seq_num\":"
        + s2SeqNum
        + ",\"timestamp\":5,\"body\":\""
        + body.replace("\"", "\\\"")
        + "\"}";
  }

  @Test
  void scan_ofAPageCutAnywhere_findsEachEventAndNotTheTail() throws IOException {
    var bytes = PAGE.getBytes(UTF_8);
    for (var cut = 0; cut <= bytes.length; cut++) {
      var found = new ArrayList<Found>();
      var scanner =
          new EventScanner((s2SeqNum, client, number, atMicros) ->
              found.add(new Found(s2SeqNum, client, number, atMicros)));
      scanner.scan(bytes, 0, cut);
      scanner.scan(bytes, cut, bytes.length);
      assertThat(found)
          .as("cut at %d", cut)
          .isEqualTo(List.of(new Found(7, 3, 41, 1_000_001), new Found(8, 12, 1, 2)));
    }
  }
}
