package dev.weir.s2.server;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendInput;
import dev.weir.s2.ReadBatch;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.ReadSession;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamName;
import dev.weir.s2.StreamPosition;
import java.util.function.Supplier;

/// A stream that is looked up by each call.
record LazyStream(StreamName name, Supplier<ListStream> found) implements S2Stream {
  @Override
  public StreamPosition checkTail() {
    return found.get().checkTail();
  }

  @Override
  public AppendAck append(AppendInput input) {
    return found.get().append(input);
  }

  @Override
  public ReadBatch read(ReadRequest request) {
    return found.get().read(request);
  }

  @Override
  public ReadSession openRead(ReadRequest request) {
    return found.get().openRead(request);
  }
}
