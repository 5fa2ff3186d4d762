package dev.weir.s2.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.Bytes;
import dev.weir.s2.Header;
import dev.weir.s2.ReadBatch;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StreamPosition;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadJsonTest {
  private static final Bytes NOT_UTF_8 = Bytes.wrap(new byte[] {'a', (byte) 0xFF, 'b'});

  @Test
  void encode_leavesOutWhatIsEmpty() {
    var batch =
        new ReadBatch(
            List.of(
                new SequencedRecord(0, 7, List.of(), Bytes.empty()),
                new SequencedRecord(1, 8, List.of(Header.of("k", "v")), Bytes.utf8("x/é"))),
            Optional.of(new StreamPosition(2, 8)));

    assertThat(text(ReadJson.encode(batch, RecordFormat.RAW)))
        .isEqualTo(
            "{\"records\":[{\"seq_num\":0,\"timestamp\":7},"
                + "{\"seq_num\":1,\"timestamp\":8,\"headers\":[[\"k\",\"v\"]],\"body\":\"x/é\"}],"
                + "\"tail\":{\"seq_num\":2,\"timestamp\":8}}");
    assertThat(text(ReadJson.encode(new ReadBatch(List.of(), Optional.empty()), RecordFormat.RAW)))
        .isEqualTo("{\"records\":[]}");
  }

  @Test
  void encode_ofBytesThatAreNotUtf8_replacesThemInRawOnly() {
    var batch =
        new ReadBatch(List.of(new SequencedRecord(0, 0, List.of(), NOT_UTF_8)), Optional.empty());

    assertThat(text(ReadJson.encode(batch, RecordFormat.RAW))).contains("\"body\":\"a\uFFFDb\"");
    byte[] base64 = ReadJson.encode(batch, RecordFormat.BASE64);
    assertThat(text(base64)).contains("\"body\":\"Yf9i\"");
    assertThat(ReadJson.decode(base64, RecordFormat.BASE64)).isEqualTo(batch);
  }

  @Test
  void tail_thereAndBack() {
    byte[] text = ReadJson.encodeTail(new StreamPosition(-2, 5));

    assertThat(text(text))
        .isEqualTo("{\"tail\":{\"seq_num\":18446744073709551614,\"timestamp\":5}}");
    assertThat(ReadJson.decodeTail(text)).isEqualTo(new StreamPosition(-2, 5));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
