package dev.weir.s2.server.access;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.AppendSession;
import dev.weir.s2.AppendSessionOptions;
import dev.weir.s2.Command;
import dev.weir.s2.Operation;
import dev.weir.s2.ReadBatch;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.ReadSession;
import dev.weir.s2.S2Basin;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.StreamOptions;
import dev.weir.s2.StreamPosition;
import java.util.function.Supplier;

/// A stream as the holder of a token may use it.
///
/// A basin that creates streams by being used does so for everybody who may use the stream: its
/// configuration says so. To choose the new stream's configuration takes `create-stream` as well.
final class ScopedStream implements S2Stream {
  private final S2Basin basin;
  private final StreamName name;
  private final StreamOptions options;
  private final Grant grant;
  private final Namespace namespace;

  ScopedStream(S2Basin basin, StreamName name, StreamOptions options, Grant grant) {
    this.basin = basin;
    this.name = name;
    this.options = options;
    this.grant = grant;
    this.namespace = grant.namespace();
  }

  @Override
  public StreamName name() {
    return name;
  }

  @Override
  public StreamPosition checkTail() {
    require(Operation.CHECK_TAIL);
    return call(() -> stream().checkTail());
  }

  @Override
  public AppendAck append(AppendInput input) {
    require(Operation.APPEND);
    requireCommands(input);
    return call(() -> stream().append(input));
  }

  @Override
  public AppendSession openAppend(AppendSessionOptions sessionOptions) {
    require(Operation.APPEND);
    AppendSession session = call(() -> stream().openAppend(sessionOptions));
    return new ScopedAppendSession(session, this);
  }

  @Override
  public ReadBatch read(ReadRequest request) {
    require(Operation.READ);
    ReadBatch batch = call(() -> stream().read(request));
    grant.requireValid(); // it may have waited for a minute
    return batch;
  }

  @Override
  public ReadSession openRead(ReadRequest request) {
    require(Operation.READ);
    return new ScopedReadSession(call(() -> stream().openRead(request)), name, grant);
  }

  /// What a session asks for each of its batches: the token may be gone since it was opened.
  void requireBatch(AppendInput input) {
    grant.requireValid();
    requireCommands(input);
  }

  private void requireCommands(AppendInput input) {
    for (AppendRecord record : input.records()) {
      record.command().map(ScopedStream::operation).ifPresent(this::require);
    }
  }

  private static Operation operation(Command command) {
    return switch (command) {
      case Command.Fence fence -> Operation.FENCE;
      case Command.Trim trim -> Operation.TRIM;
    };
  }

  private void require(Operation operation) {
    grant.require(operation, basin.name(), name);
    if (!options.configIfCreated().equals(StreamConfig.UNSET)) {
      grant.require(Operation.CREATE_STREAM);
    }
  }

  private S2Stream stream() {
    return basin.stream(namespace.full(name), options);
  }

  <T> T call(Supplier<T> call) {
    return namespace.call(name, call);
  }

  Namespace namespace() {
    return namespace;
  }
}
