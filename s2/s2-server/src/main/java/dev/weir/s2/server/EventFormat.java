package dev.weir.s2.server;

import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import dev.weir.s2.ReadBatch;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.wire.ErrorJson;
import dev.weir.s2.wire.LastEventId;
import dev.weir.s2.wire.ReadEvents;
import dev.weir.s2.wire.RecordFormat;

/// A read session as server-sent events, whose ids count what was sent on this connection.
final class EventFormat implements ReadFormat {
  private static final ResponseHeaders HEAD = Sessions.head(MediaType.EVENT_STREAM);

  private final RecordFormat records;
  private LastEventId id = LastEventId.NONE;

  EventFormat(RecordFormat records) {
    this.records = records;
  }

  @Override
  public ResponseHeaders head() {
    return HEAD;
  }

  @Override
  public byte[] batch(ReadBatch batch, boolean draining) {
    id = id.after(batch);
    return ReadEvents.batch(batch, id, records);
  }

  @Override
  public byte[] heartbeat(ReadMessage.Heartbeat heartbeat, boolean draining) {
    return ReadEvents.ping(heartbeat);
  }

  @Override
  public byte[] end() {
    return ReadEvents.done();
  }

  @Override
  public byte[] failure(ErrorJson.Response failure) {
    return ReadEvents.error(failure.body());
  }

  @Override
  public ErrorJson.Response drained() {
    return Failures.SHUTTING_DOWN;
  }
}
