package dev.weir.livestore.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.livestore.syncs2.S2StreamNames;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamNamingTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "todo-app_42", "-", "_"})
  void storeIds_thatSurviveSanitising_keepTheOriginalsName(String storeId) {
    assertThat(StreamNaming.DISTINCT.streamOf(storeId).value()).isEqualTo(storeId);
  }

  @Test
  void storeIds_ofExactlyOneHundredCharacters_keepTheirName_andLongerOnesDoNotShareIt() {
    String longest = "x".repeat(100);
    assertThat(StreamNaming.DISTINCT.streamOf(longest).value()).isEqualTo(longest);
    assertThat(StreamNaming.DISTINCT.streamOf(longest + "y").value())
        .startsWith(longest + ".")
        .hasSize(133);
  }

  @Test
  void storeIds_thatSanitisingWouldThrowTogether_getDistinctStreams() {
    List<String> ids =
        List.of(
            "a-b",
            "a.b",
            "a b",
            "a/b",
            "äb",
            "\ud800",
            "\ud801",
            "😀",
            "--",
            "x".repeat(101),
            "x".repeat(102));
    assertThat(ids.stream().map(StreamNaming.DISTINCT::streamOf).distinct()).hasSize(ids.size());
  }

  @Test
  void storeIds_madeToLookLikeAnothersStream_getTheirOwn() {
    String stream = StreamNaming.DISTINCT.streamOf("a.b").value();
    assertThat(StreamNaming.DISTINCT.streamOf(stream).value()).isNotEqualTo(stream);
  }

  @Test
  void storeIds_atRandom_neverShareAStream() {
    var random = new Random(7);
    var ids = new HashSet<String>();
    var streams = new HashSet<String>();
    for (int i = 0; i < 20_000; i++) {
      var id = new StringBuilder();
      for (int n = 1 + random.nextInt(6); n > 0; n--) {
        id.append("ab-_. %é".charAt(random.nextInt(8)));
      }
      if (ids.add(id.toString())) {
        assertThat(streams.add(StreamNaming.DISTINCT.streamOf(id.toString()).value()))
            .as(id.toString())
            .isTrue();
      }
    }
  }

  @Test
  void originalNaming_ofAnyId_isWhatMakeS2StreamNameGives() {
    for (String id : List.of("a-b", "a.b", "user:1", "äb", "x".repeat(150))) {
      assertThat(StreamNaming.ORIGINAL.streamOf(id).value())
          .isEqualTo(S2StreamNames.makeS2StreamName(id));
    }
  }

  @Test
  void originalNaming_ofIdsThatShareAStream_tellsTheirOwnersApart() {
    List<String> ids = List.of("a-b", "a.b", "a b", "a/b");
    assertThat(ids.stream().map(StreamNaming.ORIGINAL::streamOf).distinct()).hasSize(1);
    assertThat(ids.stream().map(StreamNaming.ORIGINAL::ownerOf).distinct()).hasSize(ids.size());
    assertThat(StreamNaming.ORIGINAL.ownerOf("a-b")).isEqualTo(StreamOwner.NAMESAKE);
  }
}
