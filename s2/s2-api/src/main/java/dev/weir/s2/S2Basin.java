package dev.weir.s2;

import java.util.List;

/// One basin: a namespace of streams. Cheap and thread-safe; obtained from [S2#basin].
public interface S2Basin {
  BasinName name();

  /// The stream of that name, whether it exists or not. No I/O.
  default S2Stream stream(StreamName name) {
    return stream(name, StreamOptions.NONE);
  }

  /// The stream of that name, whether it exists or not, used with these options. No I/O.
  S2Stream stream(StreamName name, StreamOptions options);

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

  /// Changes a stream's configuration field by field; what is cleared falls to the basin's default.
  ///
  /// @return the whole configuration afterwards, every field set
  /// @throws RequestRejectedException `STREAM_NOT_FOUND`, `STREAM_DELETION_PENDING`
  StreamConfig reconfigureStream(StreamName name, StreamReconfiguration change);

  /// One page of the streams, those in deletion included.
  Page<StreamInfo> listStreams(ListRequest request);

  /// All streams, fetched as they are asked for; those in deletion only if that is asked for.
  default Listing<StreamInfo> streams() {
    return streams(ListRequest.ALL);
  }

  /// All streams from where `first` begins, fetched in pages of its limit; those in deletion only
  /// if that is asked for.
  default Listing<StreamInfo> streams(ListRequest first) {
    return new Listing<>(
        first,
        this::listStreams,
        info -> info.name().value(),
        info -> info.deletedAt().isPresent());
  }

  /// Deletes a stream and its records.
  ///
  /// @throws RequestRejectedException `STREAM_NOT_FOUND`
  void deleteStream(StreamName name);

  /// Measurements of the basin.
  ///
  /// @throws RequestRejectedException `INVALID` for a range or an interval that the set does not
  ///   take, `BASIN_NOT_FOUND`
  List<Metric> metrics(MetricSet.Basin set, MetricRange range);

  /// Measurements of one stream.
  ///
  /// @throws RequestRejectedException `INVALID` for a range or an interval that the set does not
  ///   take, `STREAM_NOT_FOUND`
  List<Metric> metrics(StreamName stream, MetricSet.Stream set, MetricRange range);
}
