package dev.weir.livestore.sync.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainEventTest {
  private static final String ODD = "{}[]\":,\\u0 19.eE+-truefalsn\t\u0000\u001f\ud800é";

  /// Whatever is written: it says the same as the general parser, or nothing.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void read_ofAnyText_saysWhatTheParserSays(long seed) throws IOException {
    var random = new Random(seed);
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      String json = mutated(event(random), random);
      EventFields plain = PlainEvent.read(json);
      if (plain != null) {
        read++;
        assertThat(plain)
            .as("seed %d: %s", seed, json)
            .isEqualTo(JsonText.read(json, EventFields::read));
      }
    }
    assertThat(read).as("texts that were plain").isBetween(4_000, 19_000);
  }

  private static String event(Random random) {
    var json = new StringBuilder("{");
    for (String member :
        new String[] {
          "\"name\":\"v1.A\"",
          "\"args\":" + value(random, 0),
          "\"seqNum\":" + random.nextLong(1, 1L << random.nextInt(1, 53)),
          "\"parentSeqNum\":" + random.nextInt(3),
          "\"clientId\":\"é" + random.nextInt() + '"',
          "\"sessionId\":\"\"",
          random.nextInt(9) == 0 ? "\"seqNum\":7" : "\"more\":" + value(random, 2)
        }) {
      json.append(json.length() > 1 ? "," : "").append(space(random)).append(member);
    }
    return json.append(space(random)).append('}').toString();
  }

  private static String space(Random random) {
    return random.nextInt(4) == 0 ? " \n" : "";
  }

  private static String value(Random random, int depth) {
    return switch (random.nextInt(depth > 3 ? 6 : 8)) {
      case 0 -> "true";
      case 1 -> "null";
      case 2 -> String.valueOf(random.nextInt());
      case 3 -> String.valueOf(random.nextGaussian() * 1e20);
      case 4 -> "\"\\u00e9\\n\\\"\\\\ \"";
      case 5 -> "\"" + Optional.of(random.nextInt()) + "\"";
      case 6 -> "[" + value(random, depth + 1) + "," + value(random, depth + 1) + "]";
      default -> "{\"a\\\"\":" + value(random, depth + 1) + ", \"\":[],\"o\":{}}";
    };
  }

  private static String mutated(String json, Random random) {
    var text = new StringBuilder(json);
    for (int changes = random.nextInt(3); changes > 0; changes--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, ODD.charAt(random.nextInt(ODD.length())));
        default -> text.setCharAt(at, ODD.charAt(random.nextInt(ODD.length())));
      }
    }
    return text.toString();
  }

  @Test
  void read_ofEventAsLiveStoreWritesIt_findsItsFields() throws IOException {
    String json =
        "{\"name\":\"v1.A\",\"args\":{\"text\":\"a\\n\",\"n\":[-1.5e3,null]},\"seqNum\":5,"
            + "\"parentSeqNum\":4,\"clientId\":\"c\",\"sessionId\":\"s\"}";
    assertThat(PlainEvent.read(json)).isEqualTo(JsonText.read(json, EventFields::read));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "{\"name\":\"", "{\"name\"", "{\"args\":\"\\u00", "1"})
  void read_ofWhatIsNoEvent_isLeftToTheParser(String json) {
    assertThat(PlainEvent.read(json)).isNull();
  }
}
