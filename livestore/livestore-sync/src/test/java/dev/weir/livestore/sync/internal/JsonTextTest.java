package dev.weir.livestore.sync.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonTextTest {
  @Test
  void escapeLoneSurrogates_escapesThemAlone() {
    String pair = "\ud83d\ude00";
    assertThat(JsonText.escapeLoneSurrogates("[\"?\ud800a\",\"" + pair + "é\udc00\"]"))
        .isEqualTo("[\"?\\ud800a\",\"" + pair + "é\\udc00\"]");
  }

  @Test
  void escapeLoneSurrogates_ofTextWithoutThem_isTheText() {
    String json = "[\"a?é\ud83d\ude00\"]";
    assertThat(JsonText.escapeLoneSurrogates(json)).isSameAs(json);
  }
}
