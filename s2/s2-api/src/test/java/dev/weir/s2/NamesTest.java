package dev.weir.s2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  @ParameterizedTest
  @CsvSource({
    "short-a, basin name should be at least 8 bytes in length",
    "-leading1, basin name must begin with a lowercase letter or number",
    "trailing-, basin name must end with a lowercase letter or number",
    "UPPERCASE, basin name must begin with a lowercase letter or number",
    "under_score, 'basin name must comprise lowercase letters, numbers, and hyphens'",
  })
  void basinName_thatBreaksARule_isRefusedInS2sWords(String name, String message) {
    assertThatThrownBy(() -> new BasinName(name))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }

  @Test
  void basinName_isEightTo48Bytes() {
    assertThat(new BasinName("a".repeat(8)).value()).hasSize(8);
    assertThat(new BasinName("a".repeat(48)).value()).hasSize(48);
    assertThatThrownBy(() -> new BasinName("a".repeat(49)))
        .hasMessage("basin name must not exceed 48 bytes in length");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a/b", "ü", "...", "a b%2F"})
  void streamName_mayBeAlmostAnything(String name) {
    assertThat(new StreamName(name).value()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a\0b"})
  void streamName_thatBreaksARule_isRefused(String name) {
    assertThatThrownBy(() -> new StreamName(name)).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void streamName_isCountedInBytes() {
    assertThat(new StreamName("ü".repeat(256)).value()).hasSize(256);
    assertThatThrownBy(() -> new StreamName("ü".repeat(257)))
        .hasMessage("stream name must not exceed 512 bytes in length");
  }

  @Test
  void fencingToken_isCountedInBytes() {
    assertThat(new FencingToken("é".repeat(18)).value()).hasSize(18);
    assertThatThrownBy(() -> new FencingToken("é".repeat(18) + "x"))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void listBounds_mayBeEmptyAndEndWithAHyphen() {
    assertThat(new ListRequest("ab-", "", 0).requireBasinBounds().limit()).isEqualTo(1_000);
    assertThat(new ListRequest(".", "..", 2_000).requireStreamBounds().limit()).isEqualTo(1_000);
    assertThatThrownBy(() -> new ListRequest("-a", "", 1).requireBasinBounds())
        .hasMessage("basin prefix must begin with a lowercase letter or number");
    assertThatThrownBy(() -> new ListRequest("", "A", 1).requireBasinBounds())
        .hasMessage("basin start-after must begin with a lowercase letter or number");
  }
}
