package dev.weir.s2.lite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The published test vectors of AEGIS-256 with a tag of 128 bits (draft-irtf-cfrg-aegis-aead,
/// appendix A).
class Aegis256Test {
  private static final String ZEROS = "00000000000000000000000000000000";
  private static final String KEY = "10010000000000000000000000000000" + ZEROS;
  private static final String NONCE = "10000200000000000000000000000000" + ZEROS;

  @ParameterizedTest
  @CsvSource({
    "'', 00000000000000000000000000000000, 754fc3d8c973246dcc6d741412a4b236,"
        + " 3fe91994768b332ed7f570a19ec5896e",
    "'', '', '', e3def978a0f054afd1e761d7553afba3",
    "0001020304050607, 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f,"
        + " f373079ed84b2709faee373584585d60accd191db310ef5d8b11833df9dec711,"
        + " 8d86f91ee606e9ff26a01b64ccbdd91d",
    "0001020304050607, 000102030405060708090a0b0c0d, f373079ed84b2709faee37358458,"
        + " c60b9c2d33ceb058f96e6dd03c215652",
    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20212223242526272829,"
        + " 101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f3031323334353637,"
        + " 57754a7d09963e7c787583a2e7b859bb24fa1e04d49fd550b2511a358e3bca252a9b1b8b30cc4a67,"
        + " ab8a7d53fd0e98d727accca94925e128"
  })
  void seal_ofTheDraftsVectors_isTheDrafts(String ad, String message, String text, String tag) {
    assertThat(hex(new Aegis256(bytes(KEY), bytes(NONCE)).seal(bytes(ad), bytes(message))))
        .isEqualTo(text + tag);
    assertThat(new Aegis256(bytes(KEY), bytes(NONCE)).open(bytes(ad), bytes(text + tag)))
        .hasValueSatisfying(opened -> assertThat(hex(opened)).isEqualTo(message));
  }

  @ParameterizedTest
  @CsvSource({
    "10000200000000000000000000000000, 10010000000000000000000000000000, 0001020304050607,"
        + " f373079ed84b2709faee37358458, c60b9c2d33ceb058f96e6dd03c215652",
    "10010000000000000000000000000000, 10000200000000000000000000000000, 0001020304050607,"
        + " f373079ed84b2709faee37358459, c60b9c2d33ceb058f96e6dd03c215652",
    "10010000000000000000000000000000, 10000200000000000000000000000000, 0001020304050608,"
        + " f373079ed84b2709faee37358458, c60b9c2d33ceb058f96e6dd03c215652",
    "10010000000000000000000000000000, 10000200000000000000000000000000, 0001020304050607,"
        + " f373079ed84b2709faee37358458, c60b9c2d33ceb058f96e6dd03c215653"
  })
  void open_ofTheDraftsForgeries_isRefused(
      String key, String nonce, String ad, String text, String tag) {
    var cipher = new Aegis256(bytes(key + ZEROS), bytes(nonce + ZEROS));
    assertThat(cipher.open(bytes(ad), bytes(text + tag))).isEmpty();
  }

  @Test
  void open_ofWhatWasSealed_isTheMessage_atEverySize() {
    var random = new Random(7);
    byte[] key = new byte[32];
    byte[] nonce = new byte[32];
    for (int size = 0; size < 100; size++) {
      random.nextBytes(key);
      random.nextBytes(nonce);
      byte[] message = new byte[size];
      random.nextBytes(message);
      byte[] sealed = new Aegis256(key, nonce).seal(key, message);
      assertThat(new Aegis256(key, nonce).open(key, sealed)).hasValue(message);
      sealed[random.nextInt(sealed.length)] ^= 1;
      assertThat(new Aegis256(key, nonce).open(key, sealed)).isEmpty();
    }
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
