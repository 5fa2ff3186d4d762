package dev.weir.s2.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.s2.Bytes;
import dev.weir.s2.TransportException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseParserTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 1000})
  void feed_inChunksOfAnySize_givesTheSameEvents(int chunkBytes) {
    for (String end : List.of("\n", "\r", "\r\n")) {
      String text =
          "\uFEFF: hello||event: batch|id: 1,2,3|data: {\"a\":|data:1}||event|data||data: 0|retry: 9||"
              + "event: lost||id:x|data:  two||";

      assertThat(parse(text.replace("|", end), chunkBytes))
          .as("line end %s", end.replace("\r", "CR").replace("\n", "LF"))
          .containsExactly(
              event("batch", "1,2,3", "{\"a\":\n1}"),
              event("message", "", ""),
              event("message", "", "0"),
              event("message", "x", " two"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\n\n", "\r\r", "\r\n\r\n", "\n\r", "\r\n\r", "\n\r\n", "\r\r\n", "\r\n\n"})
  void feed_ofAnyTwoLineEnds_endsTheEvent(String ends) {
    assertThat(parse("data: a" + ends + "data: b" + ends, 1))
        .containsExactly(event("message", "", "a"), event("message", "", "b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"data: a", "data: a\n", "data: a\n\nevent: x\n", "d"})
  void finish_withinAnEvent_fails(String text) {
    var parser = new SseParser(100);
    parser.feed(text.getBytes(UTF_8), 0, text.length(), event -> {});

    assertThatThrownBy(parser::finish).isInstanceOf(TransportException.class);
  }

  @Test
  void feed_ofAnEventBeyondTheLimit_fails() {
    var parser = new SseParser(10);
    byte[] text = "data: aaaa\ndata: bbbb\n".getBytes(UTF_8);

    assertThatThrownBy(() -> parser.feed(text, 0, text.length, event -> {}))
        .isInstanceOf(TransportException.class);
  }

  private static List<SseEvent> parse(String text, int chunkBytes) {
    var events = new ArrayList<SseEvent>();
    var parser = new SseParser(1000);
    byte[] bytes = text.getBytes(UTF_8);
    for (int at = 0; at < bytes.length; at += chunkBytes) {
      parser.feed(bytes, at, Math.min(chunkBytes, bytes.length - at), events::add);
    }
    parser.finish();
    return events;
  }

  private static SseEvent event(String type, String id, String data) {
    return new SseEvent(type, id, Bytes.utf8(data));
  }
}
