package dev.weir.livestore.proxy.access.jwt;

import dev.weir.livestore.proxy.access.StorePattern;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Which stores a token is good for, said with its claims: `user-{sub}`, `{org}-*`, `{stores}`.
///
/// Braces hold the name of a claim, or the path to one inside another (`app.stores`). Its value is
/// taken literally, so that nobody gets more by a name with a star; of a list each element makes a
/// pattern of its own. `{stores:pattern}` takes the values as patterns, for issuers that write
/// them. A claim that is missing, empty, or neither text, number nor list makes none.
///
/// Throws [IllegalArgumentException] if there is no piece
public record StoreTemplate(List<Piece> pieces) {
  /// A token is at most so good.
  private static final int MOST_PATTERNS = 1_000;

  /// A part of a template.
  public sealed interface Piece {
    /// As it stands.
    record Text(String text) implements Piece {}

    /// Any characters.
    record Star() implements Piece {}

    /// What the token says.
    ///
    /// @param asPattern whether stars in it mean what they mean in patterns
    record Claim(String path, boolean asPattern) implements Piece {}
  }

  public StoreTemplate {
    pieces = List.copyOf(pieces);
    if (pieces.isEmpty()) {
      throw new IllegalArgumentException("a template of stores is empty");
    }
  }

  /// Reads a template as people write it: a pattern with claims in braces. A backslash takes the
  /// next character's meaning away.
  ///
  /// @throws IllegalArgumentException with what is wrong
  public static StoreTemplate parse(String template) {
    return new TemplateReader(template).read();
  }

  List<StorePattern> patterns(ClaimValues claims) {
    var all = new ArrayList<List<String>>();
    all.add(List.of(""));
    for (Piece piece : pieces) {
      List<List<String>> next = new ArrayList<>();
      for (List<String> continuation : continuations(piece, claims)) {
        all.forEach(begun -> next.add(joined(begun, continuation)));
      }
      if (next.size() > MOST_PATTERNS) {
        return List.of();
      }
      all.clear();
      all.addAll(next);
    }
    return all.stream().map(StorePattern::new).toList();
  }

  /// Each as the parts of a pattern.
  private static List<List<String>> continuations(Piece piece, ClaimValues claims) {
    return switch (piece) {
      case Piece.Text(String text) -> List.of(List.of(text));
      case Piece.Star() -> List.of(List.of("", ""));
      case Piece.Claim(String path, boolean asPattern) ->
          claims.texts(path).stream()
              .filter(text -> !text.isEmpty())
              .flatMap(text -> asPattern ? pattern(text) : Stream.of(List.of(text)))
              .toList();
    };
  }

  /// Nothing for what is none.
  private static Stream<List<String>> pattern(String text) {
    try {
      return Stream.of(StorePattern.parse(text).parts());
    } catch (IllegalArgumentException e) {
      return Stream.empty();
    }
  }

  private static List<String> joined(List<String> begun, List<String> continuation) {
    var parts = new ArrayList<>(begun.subList(0, begun.size() - 1));
    parts.add(begun.getLast() + continuation.getFirst());
    parts.addAll(continuation.subList(1, continuation.size()));
    return parts;
  }
}
