package dev.weir.s2.lite;

import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.ListRequest;
import dev.weir.s2.Metric;
import dev.weir.s2.MetricRange;
import dev.weir.s2.MetricSet;
import dev.weir.s2.Operation;
import dev.weir.s2.Page;
import dev.weir.s2.Provisioned;
import dev.weir.s2.RequestToken;
import dev.weir.s2.S2Basin;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamInfo;
import dev.weir.s2.StreamName;
import dev.weir.s2.StreamOptions;
import dev.weir.s2.StreamReconfiguration;
import java.util.List;
import java.util.Optional;

/// A basin of this process's store.
final class LiteBasin implements S2Basin {
  private final Engine engine;
  private final BasinName name;

  LiteBasin(Engine engine, BasinName name) {
    this.engine = engine;
    this.name = name;
  }

  @Override
  public BasinName name() {
    return name;
  }

  @Override
  public S2Stream stream(StreamName stream, StreamOptions options) {
    return new LiteStream(engine, key(stream), options);
  }

  @Override
  public Provisioned<StreamInfo> createStream(StreamName stream, StreamConfig config) {
    return counted(
        Operation.CREATE_STREAM,
        provision(stream, config, Provisioning.create(Optional.empty(), config)));
  }

  @Override
  public Provisioned<StreamInfo> createStream(
      StreamName stream, StreamConfig config, RequestToken token) {
    return counted(
        Operation.CREATE_STREAM,
        provision(stream, config, Provisioning.create(Optional.of(token), config)));
  }

  @Override
  public Provisioned<StreamInfo> ensureStream(StreamName stream, StreamConfig config) {
    Provisioned<StreamInfo> ensured = provision(stream, config, new Provisioning.Ensure());
    boolean isNew = ensured.outcome() == Provisioned.Outcome.CREATED;
    return counted(isNew ? Operation.CREATE_STREAM : Operation.RECONFIGURE_STREAM, ensured);
  }

  @Override
  public StreamConfig streamConfig(StreamName stream) {
    return counted(Operation.GET_STREAM_CONFIG, engine.catalog().streamConfig(key(stream)));
  }

  @Override
  public Page<StreamInfo> listStreams(ListRequest request) {
    return counted(Operation.LIST_STREAMS, engine.catalog().listStreams(name, request));
  }

  @Override
  public void deleteStream(StreamName stream) {
    engine.deleteStream(key(stream));
    engine.usage().basin(name, Operation.DELETE_STREAM);
  }

  private Provisioned<StreamInfo> provision(
      StreamName stream, StreamConfig config, Provisioning how) {
    return engine.catalog().provision(key(stream), config, how);
  }

  private StreamKey key(StreamName stream) {
    return new StreamKey(name, stream);
  }

  @Override
  public StreamConfig reconfigureStream(StreamName stream, StreamReconfiguration change) {
    return counted(Operation.RECONFIGURE_STREAM, engine.catalog().reconfigure(key(stream), change));
  }

  @Override
  public List<Metric> metrics(MetricSet.Basin set, MetricRange range) {
    BasinConfig unused = engine.catalog().basinConfig(name); // there must be one
    engine.usage().account(Operation.BASIN_METRICS);
    return engine.usageMetrics().basin(name, set, range);
  }

  @Override
  public List<Metric> metrics(StreamName stream, MetricSet.Stream set, MetricRange range) {
    BasinConfig unused = engine.catalog().basinConfig(name); // there must be one
    engine.usage().account(Operation.STREAM_METRICS);
    return engine.usageMetrics().stream(key(stream), set, range);
  }

  /// Answers with `result`, and counts that the operation was done.
  private <T> T counted(Operation operation, T result) {
    engine.usage().basin(name, operation);
    return result;
  }
}
