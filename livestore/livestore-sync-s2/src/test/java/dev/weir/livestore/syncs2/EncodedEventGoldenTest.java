package dev.weir.livestore.syncs2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.MalformedEventException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class EncodedEventGoldenTest {
  @TestFactory
  Stream<DynamicTest> parse_asTheOriginal() {
    return Vector.tests(
        "events.json",
        vector -> {
          String input = vector.text("input");
          if (vector.isRefused()) {
            assertThatThrownBy(() -> EncodedEvent.parse(input))
                .isInstanceOf(MalformedEventException.class);
          } else {
            EncodedEvent event = EncodedEvent.parse(input);
            Vector expected = vector.object("event");
            assertThat(event.name()).isEqualTo(expected.text("name"));
            assertThat(event.seqNum().value()).isEqualTo(expected.number("seqNum"));
            assertThat(event.parentSeqNum().value()).isEqualTo(expected.number("parentSeqNum"));
            assertThat(event.clientId()).isEqualTo(expected.text("clientId"));
            assertThat(event.sessionId()).isEqualTo(expected.text("sessionId"));
            assertThat(event.json()).isEqualTo(input);
            assertThat(event.isSame(EncodedEvent.parse(vector.text("rewritten")))).isTrue();
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> isSame_asTheOriginal() {
    return Vector.tests(
        "same-events.json",
        vector -> {
          var a = EncodedEvent.parse(vector.text("a"));
          var b = EncodedEvent.parse(vector.text("b"));
          assertThat(a.isSame(b)).isEqualTo(vector.bool("same"));
          assertThat(b.isSame(a)).isEqualTo(vector.bool("same"));
        });
  }
}
