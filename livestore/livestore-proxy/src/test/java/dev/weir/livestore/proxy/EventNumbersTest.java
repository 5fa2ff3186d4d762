package dev.weir.livestore.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.Bytes;
import dev.weir.s2.SequencedRecord;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventNumbersTest {
  private static final String ALPHABET = "\"\\,:{}[]0123456789seqNumparent \n\u0001é€😀";

  private static SequencedRecord marked(String json) {
    AppendRecord record = Mark.of(StreamOwner.NAMESAKE).record(Bytes.utf8(json));
    return new SequencedRecord(7, 1, record.headers(), record.body());
  }

  @Test
  void atEndOf_anEventAsLiveStoreWritesIt_findsItsNumbers() {
    assertThat(EventNumbers.atEndOf(marked(Events.json(12, 10, "x"))))
        .contains(new EventNumbers(new EventSeqNum(12), new EventSeqNum(10)));
  }

  @Test
  void atEndOf_aRecordWithoutTheMark_isEmpty() {
    var foreign = new SequencedRecord(7, 1, List.of(), Bytes.utf8(Events.json(12, 10, "x")));
    assertThat(EventNumbers.atEndOf(foreign)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"seqNum\":2,\"parentSeqNum\":1,\"name\":\"n\",\"clientId\":\"c\",\"sessionId\":\"s\"}",
        "{\"name\":\"n\",\"seqNum\": 2,\"parentSeqNum\":1,\"clientId\":\"c\",\"sessionId\":\"s\"}",
        "{\"name\":\"n\",\"seqNum\":2.0,\"parentSeqNum\":1,\"clientId\":\"c\",\"sessionId\":\"s\"}",
        "{\"name\":\"n\",\"seqNum\":2,\"parentSeqNum\":-1,\"clientId\":\"c\",\"sessionId\":\"s\"}",
        "{\"name\":\"n\",\"seqNum\":2,\"parentSeqNum\":1,\"clientId\":\"\\\"\",\"sessionId\":\"s\"}",
        "{\"name\":\"n\",\"seqNum\":2,\"parentSeqNum\":1,\"clientId\":\"c\",\"sessionId\":\"s\"} ",
        "{\"name\":\"n\",\"seqNum\":9007199254740991,\"parentSeqNum\":1,\"clientId\":\"c\","
            + "\"sessionId\":\"s\"}",
        "\"clientId\":\"c\",\"sessionId\":\"s\"}",
        "}",
        ""
      })
  void atEndOf_anEventWrittenInAnotherWay_isEmpty(String json) {
    assertThat(EventNumbers.atEndOf(marked(json))).isEmpty();
  }

  /// Whatever an application puts into an event, what is found is what parsing finds.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void atEndOf_anyEvent_agreesWithParsing(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      EncodedEvent event =
          EncodedEvent.of(
              text(random),
              quoted(random),
              new EventSeqNum(random.nextLong(EventSeqNum.MAX_VALUE)),
              new EventSeqNum(random.nextLong(1_000)),
              text(random),
              text(random));
      EventNumbers parsed = EventNumbers.of(EncodedEvent.parse(event.json()));
      assertThat(EventNumbers.atEndOf(marked(event.json())))
          .as("seed %d: %s", seed, event.json())
          .satisfiesAnyOf(
              found -> assertThat(found).contains(parsed), found -> assertThat(found).isEmpty());
    }
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    int[] letters = ALPHABET.codePoints().toArray();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.appendCodePoint(letters[random.nextInt(letters.length)]);
    }
    return text.toString();
  }

  /// An argument that looks like the end of an event.
  private static String quoted(Random random) {
    return "[{\"seqNum\":"
        + random.nextInt(100)
        + ",\"parentSeqNum\":1,\"clientId\":\"c\",\"sessionId\":\"s\"}]";
  }
}
