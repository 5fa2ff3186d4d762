package dev.weir.s2;

/// One stream: a durable, totally ordered log of records. Cheap and thread-safe; obtained from
/// [S2Basin#stream].
///
/// Operations are linearizable: what was acknowledged is seen by every later call, and nothing is
/// seen that is not durable.
public interface S2Stream {
  StreamName name();

  /// The place that the next record will get.
  ///
  /// @throws RequestRejectedException `STREAM_NOT_FOUND`, `BASIN_NOT_FOUND`
  StreamPosition checkTail();

  /// Appends a batch at the tail, atomically: every record becomes durable, or none is written.
  ///
  /// Blocks until the store acknowledges. The store orders calls made from several threads.
  ///
  /// @return the positions written, `start` inclusive and `end` exclusive, and the tail after the
  ///   append
  /// @throws AppendConditionFailedException if `matchSeqNum` is not the tail, or the fencing token
  ///   differs
  /// @throws TransportException if no answer came: whether the batch was appended is unknown
  AppendAck append(AppendInput input);

  /// Opens a session that appends batches one behind the other without waiting for each.
  ///
  /// @throws RequestRejectedException `STREAM_NOT_FOUND`, `BASIN_NOT_FOUND`
  AppendSession openAppend(AppendSessionOptions options);

  /// Opens a session with S2's own limits.
  default AppendSession openAppend() {
    return openAppend(AppendSessionOptions.DEFAULT);
  }

  /// Reads one batch: at most 1,000 records and 1 MiB, less where the request says so. Waits at the
  /// tail only where the request has a wait, at most 60 s.
  ///
  /// @throws RangeNotSatisfiableException if the start lies at or beyond the tail and there is
  ///   nothing to wait for
  ReadBatch read(ReadRequest request);

  /// Opens a session that reads until a limit is met, or follows the stream.
  ///
  /// @throws RangeNotSatisfiableException if the start lies beyond the tail, or at it with nothing
  ///   to wait for
  ReadSession openRead(ReadRequest request);

  /// Opens a read of records one by one.
  ///
  /// @throws RangeNotSatisfiableException as [#openRead] does
  default RecordReader records(ReadRequest request) {
    return RecordReader.of(openRead(request));
  }

  /// Records for whoever works with [java.util.concurrent.Flow]: each subscriber gets a read of its
  /// own, which begins with its first request.
  default RecordPublisher publisher(ReadRequest request) {
    return RecordPublisher.of(() -> records(request));
  }
}
