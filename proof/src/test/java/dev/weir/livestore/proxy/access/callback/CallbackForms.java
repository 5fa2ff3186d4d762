package dev.weir.livestore.proxy.access.callback;

import dev.weir.livestore.proxy.outbound.OutboundHttp;
import dev.weir.s2.Bytes;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Gives any bytes to what reads a callback's answer, which no one else may call.
public final class CallbackForms {
  private static final AnswerReader READER =
      new AnswerReader(CallbackConfig.at(URI.create("http://127.0.0.1/")));

  private CallbackForms() {}

  /// Nobody is let in but by an answer that says `true`.
  public static void readAnswer(byte[] body) {
    try {
      Decision decision =
          READER.read(new OutboundHttp.Answer(200, Optional.of("max-age=5"), Bytes.wrap(body)));
      boolean saysTrue =
          new String(body, StandardCharsets.ISO_8859_1).replace("\0", "").contains("true");
      if (decision instanceof Decision.Allowed && !saysTrue) {
        throw new AssertionError("let in by " + decision);
      }
    } catch (IOException e) {
      // refused, as it may be
    }
  }
}
