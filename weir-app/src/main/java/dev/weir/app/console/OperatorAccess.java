package dev.weir.app.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.app.access.ConsoleToken;
import dev.weir.app.access.Guards;
import dev.weir.app.listen.Listen;
import dev.weir.s2.AccessToken;
import java.security.MessageDigest;

/// Who may use the console.
sealed interface OperatorAccess {
  /// Whoever shows the token.
  record ByToken(AccessToken token) implements OperatorAccess {
    /// Takes as long for any two texts of one length.
    boolean isShown(String text) {
      return MessageDigest.isEqual(text.getBytes(UTF_8), token.value().getBytes(UTF_8));
    }
  }

  /// Whoever connects from this machine, and for nobody else.
  record OnThisMachine() implements OperatorAccess {}

  /// Nobody.
  ///
  /// @param why and what to do
  record Nobody(String why) implements OperatorAccess {}

  /// Without a token the console is for this machine, as all of Weir is then; where an operator has
  /// guarded anything, or has Weir listen to others, it must not be the one door left open.
  static OperatorAccess of(Guards guards, Listen listen) {
    if (guards.consoleToken().isPresent()) {
      return new ByToken(guards.consoleToken().get());
    }
    boolean isGuarded = guards.rootToken().isPresent() || guards.sync().isGuarded();
    if (isGuarded || !listen.address().isLoopbackAddress()) {
      return new Nobody(
          "the console is off, as "
              + (isGuarded ? "other things here are guarded" : "other machines reach this one")
              + ". Start Weir with "
              + ConsoleToken.FILE_OPTION
              + " or "
              + ConsoleToken.VARIABLE
              + " to have it ask for a token");
    }
    return new OnThisMachine();
  }
}
