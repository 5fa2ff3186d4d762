package dev.weir.livestore.syncs2;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.internal.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The body of a client's push.
///
/// @param storeId the store that the events belong to
/// @param batch the events in the client's order; whether they form a chain is not checked here,
///   but by [dev.weir.livestore.sync.EventBatch]
public record PushPayload(String storeId, List<EncodedEvent> batch) {
  public PushPayload {
    batch = List.copyOf(batch);
  }

  /// Reads a body, in one pass after the check that it is UTF-8. Each event keeps its text as it
  /// stands in the body. The last of several equal keys counts and unknown keys are ignored, as in
  /// JavaScript.
  ///
  /// @param body UTF-8, a byte order mark allowed, nested at most 1,000 deep; its size is for the
  ///   caller to limit
  /// @throws MalformedRequestException if it is not UTF-8, not JSON or no push; the message gives
  ///   the offset in bytes, or the path, like `batch[3].seqNum`
  public static PushPayload decode(byte[] body) {
    return PushPayloadReader.read(body);
  }

  /// The body in UTF-8, byte for byte as the original client sends it, if the events are written as
  /// JavaScript writes JSON.
  public byte[] encode() {
    return toJson().getBytes(StandardCharsets.UTF_8);
  }

  /// The body as text.
  public String toJson() {
    var json = new StringBuilder("{\"storeId\":");
    JsonText.quote(storeId, json);
    json.append(",\"batch\":[");
    for (int i = 0; i < batch.size(); i++) {
      json.append(i == 0 ? "" : ",").append(batch.get(i).json());
    }
    return json.append("]}").toString();
  }
}
