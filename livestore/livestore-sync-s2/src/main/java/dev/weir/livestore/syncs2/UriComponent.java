package dev.weir.livestore.syncs2;

import dev.weir.livestore.sync.internal.JsonText;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Percent-encoding with JavaScript's rules.
final class UriComponent {
  private static final String UNRESERVED_MARKS = "-_.!~*'()";
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private UriComponent() {}

  /// JavaScript's `encodeURIComponent`.
  ///
  /// @throws IllegalArgumentException if the text holds a lone surrogate, where that throws too
  static String encode(String text) {
    var out = new StringBuilder(text.length() * 2);
    for (int i = 0; i < text.length(); ) {
      if (JsonText.isLoneSurrogate(text, i)) {
        throw new IllegalArgumentException("lone surrogate at " + i + ": it has no UTF-8");
      }
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      if (isUnreserved(codePoint)) {
        out.append((char) codePoint);
      } else {
        escape(Character.toString(codePoint), out);
      }
    }
    return out.toString();
  }

  /// JavaScript's `decodeURIComponent`; empty where that throws.
  static Optional<String> decode(String text) {
    return decode(text, false);
  }

  /// The last value of a query's parameter, read as `URLSearchParams` does.
  ///
  /// @throws MalformedRequestException if a value of that name is no UTF-8
  static Optional<String> lastParameter(String query, String name) {
    String[] pairs = query.split("&", -1);
    for (int i = pairs.length - 1; i >= 0; i--) {
      int equals = pairs[i].indexOf('=');
      String key = equals < 0 ? pairs[i] : pairs[i].substring(0, equals);
      if (decode(key.replace('+', ' '), true).filter(name::equals).isPresent()) {
        String value = equals < 0 ? "" : pairs[i].substring(equals + 1);
        return Optional.of(
            decode(value.replace('+', ' '), true)
                .orElseThrow(() ->
                    new MalformedRequestException(name + " holds escapes that are no UTF-8")));
      }
    }
    return Optional.empty();
  }

  /// @param lenient whether a percent sign before anything but two hex digits stands for itself
  private static Optional<String> decode(String text, boolean lenient) {
    if (text.indexOf('%') < 0) {
      return Optional.of(text);
    }
    var out = new StringBuilder(text.length());
    var escaped = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      int octet = text.charAt(i) == '%' ? octet(text, i) : -1;
      if (octet >= 0) {
        escaped.write(octet);
        i += 2;
        continue;
      }
      if (!flush(escaped, out) || (text.charAt(i) == '%' && !lenient)) {
        return Optional.empty();
      }
      out.append(text.charAt(i));
    }
    return flush(escaped, out) ? Optional.of(out.toString()) : Optional.empty();
  }

  private static boolean flush(ByteArrayOutputStream escaped, StringBuilder out) {
    if (escaped.size() == 0) {
      return true;
    }
    try {
      out.append(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(escaped.toByteArray())));
    } catch (CharacterCodingException e) {
      return false;
    }
    escaped.reset();
    return true;
  }

  private static int octet(String text, int percent) {
    if (percent + 2 >= text.length()) {
      return -1;
    }
    int high = hexDigit(text.charAt(percent + 1));
    int low = hexDigit(text.charAt(percent + 2));
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  /// Not [Character#digit]: it takes the digits of every script.
  private static int hexDigit(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  private static void escape(String character, StringBuilder out) {
    for (byte octet : character.getBytes(StandardCharsets.UTF_8)) {
      out.append('%').append(HEX[octet >> 4 & 15]).append(HEX[octet & 15]);
    }
  }

  private static boolean isUnreserved(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || UNRESERVED_MARKS.indexOf(c) >= 0;
  }
}
