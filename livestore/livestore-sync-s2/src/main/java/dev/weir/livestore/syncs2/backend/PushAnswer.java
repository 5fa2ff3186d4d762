package dev.weir.livestore.syncs2.backend;

import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.PushResult;
import dev.weir.livestore.sync.backend.SyncProtocolException;
import dev.weir.livestore.sync.internal.JsonTree;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// What the body of a push's answer says.
record PushAnswer(Map<String, JsonTree> fields, String body) {
  private static final int CLIP = 300;

  static PushAnswer of(String body) {
    try {
      return new PushAnswer(JsonTree.parseObject(body), body);
    } catch (IOException e) {
      return new PushAnswer(Map.of(), body);
    }
  }

  /// The proxy's own words, or the beginning of whatever it sent.
  String error() {
    return fields.get("error") instanceof JsonTree.Text(String message)
        ? message
        : body.substring(0, Math.min(CLIP, body.length()));
  }

  /// Unlike for the original, an answer that says it failed is a failure.
  void requireSuccess() {
    if (!(fields.get("success") instanceof JsonTree.Bool(boolean success)) || !success) {
      throw new SyncProtocolException("the proxy answered a push with " + error(), null);
    }
  }

  /// @param provided what the push built on; stands for the head too where the proxy does not tell
  PushResult serverAhead(EventSeqNum provided) {
    return new PushResult.ServerAhead(
        number("minimumExpectedNum").orElse(provided), number("providedNum").orElse(provided));
  }

  private Optional<EventSeqNum> number(String key) {
    return fields.get(key) instanceof JsonTree.Num(double value)
            && value == Math.rint(value)
            && value >= 0
            && value <= EventSeqNum.MAX_VALUE
        ? Optional.of(new EventSeqNum((long) value))
        : Optional.empty();
  }
}
