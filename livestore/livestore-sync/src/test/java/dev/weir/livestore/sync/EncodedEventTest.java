package dev.weir.livestore.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedEventTest {
  @Test
  void parse_keepsTheText() {
    String json =
        " {\"args\":{ \"x\":1.0},\"seqNum\":5e0,\"name\":\"v1.A\",\"parentSeqNum\":4,"
            + "\"clientId\":\"c\",\"sessionId\":\"s\",\"more\":[]} ";
    assertThat(EncodedEvent.parse(json))
        .isEqualTo(
            new EncodedEvent("v1.A", new EventSeqNum(5), new EventSeqNum(4), "c", "s", json));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "\"name\":\"n\"|\"name\":5|name must be a string, but was 5",
        "\"name\":\"n\",||name must be a string, but was missing",
        "\"clientId\":\"c\"|\"clientId\":null|clientId must be a string, but was null",
        "\"sessionId\":\"s\"|\"sessionId\":[]|sessionId must be a string, but was an array",
        "\"seqNum\":2|\"seqNum\":2.5|seqNum must be an integer within ±(2^53-1), but was 2.5",
        "\"seqNum\":2,||seqNum must be an integer within ±(2^53-1), but was missing",
        "\"parentSeqNum\":1|\"parentSeqNum\":\"1\""
            + "|parentSeqNum must be an integer within ±(2^53-1), but was a string",
      })
  void parse_ofWrongField_namesIt(String right, String wrong, String message) {
    String json = event("{}").replace(right, wrong == null ? "" : wrong);
    assertThatThrownBy(() -> EncodedEvent.parse(json))
        .isInstanceOf(MalformedEventException.class)
        .hasMessage(message);
  }

  @Test
  void parse_ofNoJson_saysWhere() {
    assertThatThrownBy(() -> EncodedEvent.parse("{\"name\":}"))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageContaining("(at offset 8)");
  }

  @Test
  void parse_ofDeepNesting_isRefused() {
    String deep = "[".repeat(999) + "]".repeat(999);
    assertThat(EncodedEvent.parse(event(deep)).isSame(EncodedEvent.parse(event(" " + deep))))
        .isTrue();
    assertThatThrownBy(() -> EncodedEvent.parse(event("[" + deep + "]")))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageContaining("nesting depth");
  }

  @Test
  void of_writesLiveStoresForm() {
    var event =
        EncodedEvent.of("a\"b", "{}", new EventSeqNum(2), new EventSeqNum(1), "\ud800", "é\n");
    assertThat(event.json())
        .isEqualTo(
            "{\"name\":\"a\\\"b\",\"args\":{},\"seqNum\":2,\"parentSeqNum\":1,"
                + "\"clientId\":\"\\ud800\",\"sessionId\":\"é\\n\"}");
    assertThat(EncodedEvent.parse(event.json())).isEqualTo(event);
  }

  @Test
  void of_withArgumentsThatAreNotJson_isRefused() {
    for (String args : List.of("", "{", "1,\"seqNum\":7")) {
      assertThatThrownBy(
              () -> EncodedEvent.of("n", args, new EventSeqNum(1), EventSeqNum.ROOT, "c", "s"))
          .isInstanceOf(MalformedEventException.class);
    }
  }

  @Test
  void isSame_ofKeysWithLoneSurrogates_tellsThemApart() {
    var event = EncodedEvent.parse(event("{\"\\ud800\":1}"));
    assertThat(event.isSame(EncodedEvent.parse(event("{ \"\\uD800\":1}")))).isTrue();
    assertThat(event.isSame(EncodedEvent.parse(event("{\"\\ud801\":1}")))).isFalse();
    assertThat(event.isSame(EncodedEvent.parse(event("{\"\\ufffd\":1}")))).isFalse();
  }

  @Test
  void parse_ofCutKeyWithLoneSurrogate_isRefused() {
    for (String args :
        List.of("{\"\\ud800", "{\"\\ud800\"", "{\"\\ud80\":1}", "{\"\\ud800\\\":1}")) {
      assertThatThrownBy(() -> EncodedEvent.parse(event(args)))
          .isInstanceOf(MalformedEventException.class);
    }
  }

  @Test
  void isSame_withAnotherParent_isFalse() {
    var event = EncodedEvent.parse(event("{}"));
    var other = EncodedEvent.parse(event("{}").replace("parentSeqNum\":1", "parentSeqNum\":0"));
    assertThat(event.isSame(other)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void isSame_isReflexiveSymmetricAndTransitive(long seed) {
    var random = new Random(seed);
    List<EncodedEvent> events =
        random.ints(60).mapToObj(i -> EncodedEvent.parse(event(json(random, 2)))).toList();
    for (EncodedEvent a : events) {
      assertThat(a.isSame(a)).isTrue();
      for (EncodedEvent b : events) {
        boolean same = a.isSame(b);
        assertThat(b.isSame(a)).as("seed %d: %s and %s", seed, a, b).isEqualTo(same);
        if (same) {
          assertThat(events).allMatch(c -> a.isSame(c) == b.isSame(c), "seed " + seed);
        }
      }
    }
  }

  private static String event(String args) {
    return "{\"name\":\"n\",\"args\":"
        + args
        + ",\"seqNum\":2,\"parentSeqNum\":1,\"clientId\":\"c\",\"sessionId\":\"s\"}";
  }

  /// Few values in many spellings, so that equal pairs are common.
  private static String json(Random random, int depth) {
    List<String> scalars =
        List.of("1", "1.0", "10e-1", "0", "-0", "null", "1e400", "\"a\"", "\"\\u0061\"");
    return switch (random.nextInt(depth == 0 ? 1 : 3)) {
      case 0 -> scalars.get(random.nextInt(scalars.size()));
      case 1 -> "[" + json(random, depth - 1) + "]";
      default -> {
        String a = "\"a\":" + json(random, depth - 1);
        String b = "\"b\":1";
        yield random.nextBoolean() ? "{" + a + "," + b + "}" : "{ " + b + "," + a + "}";
      }
    };
  }

  @Test
  void argsJson_isTheLastArgsVerbatim() {
    String json =
        "{ \"args\":1, \"name\":\"n\",\"args\" : {\"a\" : [1.50, \"\\ud83d\"] } ,\"seqNum\":2,"
            + "\"parentSeqNum\":1,\"clientId\":\"c\",\"sessionId\":\"s\"}";
    assertThat(EncodedEvent.parse(json).argsJson()).contains("{\"a\" : [1.50, \"\\ud83d\"] }");
    assertThat(EncodedEvent.parse(json.replace("\"args\"", "\"arms\"")).argsJson()).isEmpty();
  }

  @Test
  void renumbered_changesNothingButTheNumbers() {
    String json =
        "{\"args\":\"\\u00e9\",\"more\":1,\"name\":\"n\",\"seqNum\":2,\"parentSeqNum\":1,"
            + "\"clientId\":\"c\",\"sessionId\":\"s\"}";
    var moved = EncodedEvent.parse(json).renumbered(new EventSeqNum(9), new EventSeqNum(8));
    assertThat(moved.json())
        .isEqualTo(
            "{\"name\":\"n\",\"args\":\"\\u00e9\",\"seqNum\":9,\"parentSeqNum\":8,"
                + "\"clientId\":\"c\",\"sessionId\":\"s\"}");
    assertThat(moved).isEqualTo(EncodedEvent.parse(moved.json()));
    assertThat(moved.hasSameContent(EncodedEvent.parse(json))).isTrue();
  }

  @Test
  void renumbered_withTheSameNumbers_keepsTheText() {
    var event = EncodedEvent.of("n", " 1 ", new EventSeqNum(1), EventSeqNum.ROOT, "c", "s");
    assertThat(event.renumbered(new EventSeqNum(1), EventSeqNum.ROOT)).isSameAs(event);
  }
}
