package dev.weir.livestore.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonEscapesTest {
  private static final int BEFORE = 3;

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      textBlock =
          """
          {"a":"b"} | {\\"a\\":\\"b\\"}
          a\\"b     | a\\\\\\"b
          é😀~      | é😀~
          """,
      delimiter = '|')
  void write_aText_putsBackslashesIn(String text, String escaped) {
    assertThat(escaped(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(escaped);
  }

  /// No byte is taken for another, wherever it stands among others.
  @Test
  void write_anyByteAtAnyPlace_isAsItIsOneByOne() {
    for (int b = 0; b < 256; b++) {
      for (int place = 0; place < 150; place++) {
        byte[] text = "x".repeat(150).getBytes(StandardCharsets.UTF_8);
        text[place] = (byte) b;
        assertThat(written(text)).as("byte %d at %d", b, place).isEqualTo(oneByOne(text));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void write_anyBytes_areAsTheyAreOneByOne(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      byte[] text = new byte[random.nextInt(300)];
      random.nextBytes(text);
      int often = random.nextInt(100);
      for (int at = 0; at < text.length; at++) {
        if (random.nextInt(100) < often) {
          text[at] = (byte) "\"\\\n\r\t\u0001\u001f !~".charAt(random.nextInt(10));
        }
      }
      assertThat(written(text)).as("seed %d, text %d", seed, i).isEqualTo(oneByOne(text));
    }
  }

  private static String escaped(byte[] text) {
    return new String(written(text), StandardCharsets.UTF_8);
  }

  /// Written from the middle of an array into the middle of another.
  private static byte[] written(byte[] text) {
    byte[] from = new byte[BEFORE + text.length + JsonEscapes.MARGIN];
    Arrays.fill(from, (byte) '"');
    System.arraycopy(text, 0, from, BEFORE, text.length);
    byte[] to = new byte[1 + text.length * JsonEscapes.LONGEST + JsonEscapes.MARGIN];
    int end = JsonEscapes.write(from, BEFORE, BEFORE + text.length, to, 1);
    return Arrays.copyOfRange(to, 1, end);
  }

  private static byte[] oneByOne(byte[] text) {
    var escaped = new StringBuilder();
    for (byte b : text) {
      switch (b) {
        case '"', '\\' -> escaped.append('\\').append((char) b);
        case '\n' -> escaped.append("\\n");
        case '\r' -> escaped.append("\\r");
        case '\t' -> escaped.append("\\t");
        default -> {
          if (b >= 0 && b < ' ') {
            escaped.append("\\u%04x".formatted(b));
          } else {
            escaped.append((char) (b & 0xFF));
          }
        }
      }
    }
    return escaped.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
