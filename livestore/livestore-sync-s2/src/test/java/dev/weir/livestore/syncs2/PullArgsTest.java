package dev.weir.livestore.syncs2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.internal.JsonTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PullArgsTest {
  @TestFactory
  Stream<DynamicTest> toQueryParameter_asTheOriginalClient() {
    return Vector.tests(
        "pull-args.json",
        vector -> {
          PullArgs args = args(vector);
          assertThat(args.toQueryParameter()).isEqualTo(vector.text("encoded"));
          assertThat(PullArgs.fromQuery("args=" + vector.text("encoded"))).isEqualTo(args);
        });
  }

  @TestFactory
  Stream<DynamicTest> fromQuery_asTheOriginalServer() {
    return Vector.tests(
        "pull-queries.json",
        vector -> {
          if (vector.isRefused()) {
            assertThatThrownBy(() -> PullArgs.fromQuery(vector.text("query")))
                .isInstanceOf(MalformedRequestException.class);
          } else {
            PullArgs expected = args(vector);
            PullArgs args = PullArgs.fromQuery(vector.text("query"));
            assertThat(args.storeId()).isEqualTo(expected.storeId());
            assertThat(args.cursor()).isEqualTo(expected.cursor());
            assertThat(args.live()).isEqualTo(expected.live());
            assertThat(args.payloadJson().map(PullArgsTest::tree))
                .isEqualTo(expected.payloadJson().map(PullArgsTest::tree));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void decode_ofEncoded_isTheSame(long seed) {
    var texts = new Texts(seed);
    for (int i = 0; i < 300; i++) {
      long s2SeqNum = texts.below(3) == 0 ? EventSeqNum.MAX_VALUE : texts.below(1000);
      var args =
          new PullArgs(
              texts.text(12),
              texts.below(4) == 0 ? new Cursor.FromStart() : new Cursor.After(s2SeqNum),
              texts.below(2) == 0,
              texts.below(3) == 0 ? Optional.empty() : Optional.of(texts.json(3)));
      assertThat(PullArgs.fromQuery("args=" + args.toQueryParameter()))
          .as("seed %d, %s", seed, args)
          .isEqualTo(args);
    }
  }

  @Test
  void payloadJson_withRawLoneSurrogate_isEscaped() {
    var args = new PullArgs("s", new Cursor.FromStart(), true, Optional.of("\"\ud800\""));
    assertThat(args.payloadJson()).contains("\"\\ud800\"");
  }

  @Test
  void payloadJson_thatIsNotJson_isRefused() {
    for (String payload : new String[] {"", " ", "{", "1 2", "undefined"}) {
      assertThatThrownBy(
              () -> new PullArgs("s", new Cursor.FromStart(), true, Optional.of(payload)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void decode_ofPayloadWithPercentSigns_keepsThem() {
    // The original answers 500 to the first and reads a/b in the second.
    assertThat(payload("\"100%\"")).contains("\"100%\"");
    assertThat(payload("\"a%2Fb\"")).contains("\"a%2Fb\"");
  }

  @Test
  void fromQuery_withEscapesThatAreNoUtf8_isRefused() {
    assertThatThrownBy(
            () -> PullArgs.fromQuery("args={\"storeId\":\"%ff\",\"s2SeqNum\":0,\"live\":true}"))
        .isInstanceOf(MalformedRequestException.class)
        .hasMessageContaining("UTF-8");
  }

  @Test
  void decode_ofDeepNesting_isRefusedPlainly() {
    assertThatThrownBy(() -> payload("[".repeat(5000) + "]".repeat(5000)))
        .isInstanceOf(MalformedRequestException.class)
        .hasMessageContaining("nesting depth");
  }

  @Test
  void decode_ofWrongValue_namesTheKeyAndWhatWasFound() {
    assertThatThrownBy(() -> PullArgs.decode("{\"storeId\":\"s\",\"s2SeqNum\":-1,\"live\":true}"))
        .hasMessage("args.s2SeqNum must be an integer in 0..2^53-1 or \"from-start\", but was -1");
  }

  @Test
  void firstS2SeqNum_isTheOneAfterTheCursor() {
    assertThat(new Cursor.FromStart().firstS2SeqNum()).isZero();
    assertThat(new Cursor.After(0).firstS2SeqNum()).isEqualTo(1);
  }

  private static Optional<String> payload(String json) {
    return PullArgs.decode(
            "{\"storeId\":\"s\",\"s2SeqNum\":0,\"live\":true,\"payload\":" + json + "}")
        .payloadJson();
  }

  private static PullArgs args(Vector vector) {
    return new PullArgs(
        vector.text("storeId"),
        vector.cursor(),
        vector.bool("live"),
        vector.optionalText("payloadJson"));
  }

  private static JsonTree tree(String json) {
    try {
      return JsonTree.parse(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
