package dev.weir.s2;

/// One basin: a namespace of streams. Cheap and thread-safe; obtained from [S2#basin].
public interface S2Basin {
  BasinName name();

  /// The stream of that name, whether it exists or not. No I/O.
  S2Stream stream(StreamName name);

  /// Creates a stream.
  ///
  /// @throws RequestRejectedException `RESOURCE_ALREADY_EXISTS`, `STREAM_DELETION_PENDING`,
  ///   `BASIN_NOT_FOUND`
  Provisioned<StreamInfo> createStream(StreamName name, StreamConfig config);

  /// Creates a stream, or finds the one that an earlier call with the same token and configuration
  /// created.
  Provisioned<StreamInfo> createStream(StreamName name, StreamConfig config, RequestToken token);

  /// Creates a stream, or replaces the configuration of the one that exists: fields left empty are
  /// reset.
  Provisioned<StreamInfo> ensureStream(StreamName name, StreamConfig config);

  /// A stream's configuration, every field set.
  ///
  /// @throws RequestRejectedException `STREAM_NOT_FOUND`
  StreamConfig streamConfig(StreamName name);

  /// One page of the streams, those in deletion included.
  Page<StreamInfo> listStreams(ListRequest request);

  /// Deletes a stream and its records.
  ///
  /// @throws RequestRejectedException `STREAM_NOT_FOUND`
  void deleteStream(StreamName name);
}
