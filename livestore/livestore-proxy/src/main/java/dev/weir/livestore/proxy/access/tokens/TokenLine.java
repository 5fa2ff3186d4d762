package dev.weir.livestore.proxy.access.tokens;

import dev.weir.livestore.proxy.access.BearerToken;
import dev.weir.livestore.proxy.access.Grant;
import dev.weir.livestore.proxy.access.StorePattern;
import dev.weir.s2.Bytes;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// One line of a token file: who, what, which stores, and the token that shows it.
///
/// ```text
/// alice  read-write  notes,acme-*  sha256:9f86d081884c7d65...  until=2027-01-01T00:00:00Z
/// ```
///
/// @param sha256 the token's
record TokenLine(
    int number, String principal, List<Grant> grants, Bytes sha256, Optional<Instant> until) {
  /// What a password has may be guessed: nothing slows guesses down.
  private static final int LEAST_CHARS = 20;

  private static final String HASH = "sha256:";
  private static final String UNTIL = "until=";

  TokenLine {
    grants = List.copyOf(grants);
  }

  /// Empty for an empty line and for a comment.
  ///
  /// @throws TokenFileException if it is neither, and no token's line
  static Optional<TokenLine> parse(int number, String line) {
    if (line.isBlank() || line.stripLeading().startsWith("#")) {
      return Optional.empty();
    }
    List<String> fields = split(line.strip(), Character::isWhitespace);
    if (fields.size() < 4 || fields.size() > 5) {
      throw new TokenFileException(
          number,
          "has "
              + fields.size()
              + " words; a line is: principal, read or read-write, stores with commas between, the"
              + " token, and until=INSTANT if it ends");
    }
    return Optional.of(
        new TokenLine(
            number,
            fields.get(0),
            grants(number, fields.get(1), fields.get(2)),
            sha256(number, fields.get(3)),
            fields.size() == 5 ? Optional.of(until(number, fields.get(4))) : Optional.empty()));
  }

  private static List<Grant> grants(int number, String access, String stores) {
    boolean mayWrite =
        switch (access) {
          case "read" -> false;
          case "read-write" -> true;
          default ->
              throw new TokenFileException(
                  number, "the second word is " + access + "; it must be read or read-write");
        };
    var grants = new ArrayList<Grant>();
    for (String pattern : split(stores, unit -> unit == ',')) {
      try {
        grants.add(new Grant(StorePattern.parse(pattern), mayWrite));
      } catch (IllegalArgumentException e) {
        throw new TokenFileException(number, "the third word: " + e.getMessage());
      }
    }
    if (grants.isEmpty()) {
      throw new TokenFileException(number, "the third word names no store");
    }
    return grants;
  }

  private static Bytes sha256(int number, String token) {
    if (token.startsWith(HASH)) {
      try {
        byte[] hash = HexFormat.of().parseHex(token.substring(HASH.length()));
        if (hash.length == 32) {
          return Bytes.wrap(hash);
        }
      } catch (IllegalArgumentException e) {
        // Told below, without what it holds.
      }
      throw new TokenFileException(number, "after sha256: come 64 hexadecimal digits");
    }
    if (token.length() < LEAST_CHARS || token.length() > BearerToken.MAX_LENGTH) {
      throw new TokenFileException(
          number,
          "the token has "
              + token.length()
              + " characters; it needs "
              + LEAST_CHARS
              + " at least, as it must not be guessed. Make one with `openssl rand -hex 32`");
    }
    return Bytes.wrap(new BearerToken(token).sha256());
  }

  private static Instant until(int number, String word) {
    if (word.startsWith(UNTIL)) {
      try {
        return Instant.parse(word.substring(UNTIL.length()));
      } catch (DateTimeException e) {
        // Told below.
      }
    }
    throw new TokenFileException(
        number, "the fifth word must be an end like until=2027-01-01T00:00:00Z");
  }

  private interface Separator {
    boolean is(char unit);
  }

  /// At runs of separators that no backslash stands before. Backslashes stay.
  private static List<String> split(String text, Separator separator) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (!separator.is(unit)) {
        word.append(unit);
        if (unit == '\\' && i + 1 < text.length()) {
          word.append(text.charAt(++i));
        }
      } else if (!word.isEmpty()) {
        words.add(word.toString());
        word.setLength(0);
      }
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }
}
