package dev.weir.s2.server;

import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import dev.weir.s2.ReadBatch;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.wire.ErrorJson;
import dev.weir.s2.wire.Frame;
import dev.weir.s2.wire.FrameCompression;
import dev.weir.s2.wire.Frames;
import dev.weir.s2.wire.ReadProto;
import java.util.List;
import java.util.Optional;

/// A read session as frames of `s2s/proto`: a heartbeat is a batch of no records, a clean end is
/// nothing at all.
final class FrameFormat implements ReadFormat {
  static final ResponseHeaders HEAD = Sessions.head(MediaType.parse(Sessions.TYPE));
  private static final byte[] NOTHING = {};

  private final FrameCompression compression;

  FrameFormat(FrameCompression compression) {
    this.compression = compression;
  }

  @Override
  public ResponseHeaders head() {
    return HEAD;
  }

  @Override
  public byte[] batch(ReadBatch batch, boolean draining) {
    return draining
        ? Frames.encode(new Frame.Message(ReadProto.encode(batch), true), compression)
        : Frames.encode(batch, compression);
  }

  @Override
  public byte[] heartbeat(ReadMessage.Heartbeat heartbeat, boolean draining) {
    return batch(new ReadBatch(List.of(), Optional.of(heartbeat.tail())), draining);
  }

  @Override
  public byte[] end() {
    return NOTHING;
  }

  @Override
  public byte[] failure(ErrorJson.Response failure) {
    return Frames.encode(Frame.Terminal.of(failure), FrameCompression.NONE);
  }

  @Override
  public ErrorJson.Response drained() {
    return Failures.DRAINING;
  }
}
