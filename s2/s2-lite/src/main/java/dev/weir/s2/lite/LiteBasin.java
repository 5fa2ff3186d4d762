package dev.weir.s2.lite;

import dev.weir.s2.BasinName;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.ListRequest;
import dev.weir.s2.Metric;
import dev.weir.s2.MetricRange;
import dev.weir.s2.MetricSet;
import dev.weir.s2.Page;
import dev.weir.s2.Provisioned;
import dev.weir.s2.RequestRejectedException;
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
    return provision(stream, config, Provisioning.create(Optional.empty(), config));
  }

  @Override
  public Provisioned<StreamInfo> createStream(
      StreamName stream, StreamConfig config, RequestToken token) {
    return provision(stream, config, Provisioning.create(Optional.of(token), config));
  }

  @Override
  public Provisioned<StreamInfo> ensureStream(StreamName stream, StreamConfig config) {
    return provision(stream, config, new Provisioning.Ensure());
  }

  @Override
  public StreamConfig streamConfig(StreamName stream) {
    return engine.catalog().streamConfig(key(stream));
  }

  @Override
  public Page<StreamInfo> listStreams(ListRequest request) {
    return engine.catalog().listStreams(name, request);
  }

  @Override
  public void deleteStream(StreamName stream) {
    engine.deleteStream(key(stream));
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
    return engine.catalog().reconfigure(key(stream), change);
  }

  @Override
  public List<Metric> metrics(MetricSet.Basin set, MetricRange range) {
    throw new RequestRejectedException(ErrorCode.NOT_IMPLEMENTED, "Not implemented");
  }

  @Override
  public List<Metric> metrics(StreamName stream, MetricSet.Stream set, MetricRange range) {
    throw new RequestRejectedException(ErrorCode.NOT_IMPLEMENTED, "Not implemented");
  }
}
