package dev.weir.proof.sync;

import dev.weir.s2.Bytes;
import java.util.Map;

/// A piece of an answer on its way.
sealed interface HttpPart {
  record Head(int status, Map<String, String> headers) implements HttpPart {}

  record Body(Bytes bytes) implements HttpPart {}

  record End() implements HttpPart {}
}
