package dev.weir.livestore.proxy.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorePatternTest {
  @ParameterizedTest(name = "{0} means {1}: {2}")
  @CsvSource({
    "notes,       notes,         true",
    "notes,       Notes,         false",
    "notes,       notes-2,       false",
    "notes,       my-notes,      false",
    "notes,       note,          false",
    "acme-*,      acme-a,        true",
    "acme-*,      acme-,         true",
    "acme-*,      acme,          false",
    "acme-*,      acmeX-a,       false",
    "acme-*,      xacme-a,       false",
    "acme-*,      ACME-a,        false",
    "acme-*,      acme-a/../b,   true",
    "*-notes,     team-notes,    true",
    "*-notes,     -notes,        true",
    "*-notes,     team-notes2,   false",
    "team-*-x,    team-a-x,      true",
    "team-*-x,    team-a-b-x,    true",
    "team-*-x,    team-x,        false",
    "team-*-x,    team--x,       true",
    "ab*ba,       aba,           false",
    "ab*ba,       abba,          true",
    "a*b*c,       a-b-c,         true",
    "a*b*c,       a-c-b,         false",
    "a*b*c,       abc,           true",
    "a*bc*c,      abc,           false",
    "*,           anything,      true",
    "**,          anything,      true",
    "acme-\\*,    acme-*,        true",
    "acme-\\*,    acme-a,        false",
    "a\\\\b,      a\\b,          true",
    "acme-%2A,    acme-*,        false",
    "a b,         a%20b,         false",
    "é,           é,             true",
    "\u00E9,      e\u0301,       false",
  })
  void matches_comparesUnits(String pattern, String storeId, boolean meant) {
    assertThat(StorePattern.parse(pattern).matches(storeId)).isEqualTo(meant);
  }

  @Test
  void matches_tellsLoneSurrogatesApart() {
    var pattern = StorePattern.exactly("a\uD800");

    assertThat(pattern.matches("a\uD800")).isTrue();
    assertThat(List.of("a\uD801", "a\uDC00", "a?", "a\uFFFD", "a")).noneMatch(pattern::matches);
  }

  @Test
  void exactly_takesEachCharacterForItself() {
    assertThat(StorePattern.exactly("user-*").matches("user-other")).isFalse();
    assertThat(StorePattern.exactly("user-*").matches("user-*")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\\"})
  void parse_ofWhatIsNoPattern_fails(String pattern) {
    assertThatThrownBy(() -> StorePattern.parse(pattern))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// A backtracking matcher would not end in this century.
  @Test
  @Timeout(30)
  void matches_ofAManyStarredPattern_ends() {
    var pattern = StorePattern.parse("*a".repeat(200) + "*b");

    assertThat(pattern.matches("a".repeat(512))).isFalse();
  }
}
