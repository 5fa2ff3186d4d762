package dev.weir.bench.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class RecordScannerTest {
  private static final String PAGE =
      "data: {\"records\":[{\"seq_num\":7,\"body\":\"{\\\"seq_num\\\":1}\"},{\"seq_num\":18,"
          + "\"body\":\"{{\"}],\"tail\":{\"seq_num\":19,\"timestamp\":5}}\n\n";

  @Test
  void scan_ofPagesCutAnywhere_findsTheRecordsAndNotTheTails() throws IOException {
    var bytes = (PAGE + PAGE).getBytes(ISO_8859_1);
    for (var cut = 0; cut <= bytes.length; cut++) {
      var found = new ArrayList<Long>();
      var scanner = new RecordScanner(found::add);

      scanner.scan(bytes, 0, cut);
      scanner.scan(bytes, cut, bytes.length);

      assertThat(found).as("cut at %d", cut).containsExactly(7L, 18L, 7L, 18L);
    }
  }
}
