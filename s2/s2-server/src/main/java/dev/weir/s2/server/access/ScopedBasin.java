package dev.weir.s2.server.access;

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
import java.util.function.Function;
import java.util.stream.Stream;

/// A basin as the holder of a token may use it.
final class ScopedBasin implements S2Basin {
  private final S2Basin basin;
  private final Grant grant;
  private final Namespace namespace;

  ScopedBasin(S2Basin basin, Grant grant) {
    this.basin = basin;
    this.grant = grant;
    this.namespace = grant.namespace();
  }

  @Override
  public BasinName name() {
    return basin.name();
  }

  @Override
  public S2Stream stream(StreamName name, StreamOptions options) {
    return new ScopedStream(basin, name, options, grant);
  }

  @Override
  public Provisioned<StreamInfo> createStream(StreamName name, StreamConfig config) {
    grant.require(Operation.CREATE_STREAM, name(), name);
    return own(name, call(name, full -> basin.createStream(full, config)));
  }

  @Override
  public Provisioned<StreamInfo> createStream(
      StreamName name, StreamConfig config, RequestToken token) {
    grant.require(Operation.CREATE_STREAM, name(), name);
    return own(name, call(name, full -> basin.createStream(full, config, token)));
  }

  /// Needs both operations, as it may turn out to be either.
  @Override
  public Provisioned<StreamInfo> ensureStream(StreamName name, StreamConfig config) {
    grant.require(Operation.CREATE_STREAM, name(), name);
    grant.require(Operation.RECONFIGURE_STREAM, name(), name);
    return own(name, call(name, full -> basin.ensureStream(full, config)));
  }

  @Override
  public StreamConfig streamConfig(StreamName name) {
    grant.require(Operation.GET_STREAM_CONFIG, name(), name);
    return call(name, basin::streamConfig);
  }

  @Override
  public StreamConfig reconfigureStream(StreamName name, StreamReconfiguration change) {
    grant.require(Operation.RECONFIGURE_STREAM, name(), name);
    return call(name, full -> basin.reconfigureStream(full, change));
  }

  @Override
  public Page<StreamInfo> listStreams(ListRequest request) {
    grant.require(Operation.LIST_STREAMS, name());
    return ownStreams(namespace.full(request.requireStreamBounds()));
  }

  /// Goes on where all of a page has no name of its own: from an empty page that is not the last,
  /// nobody knows where to go on. There are three such names at most.
  private Page<StreamInfo> ownStreams(ListRequest full) {
    Page<StreamInfo> page =
        Scoped.page(
            grant.token().scope().streams(), full, basin::listStreams, info -> info.name().value());
    List<StreamInfo> own = page.items().stream().flatMap(this::own).toList();
    return own.isEmpty() && page.hasMore()
        ? ownStreams(full.after(page.items().getLast().name().value()))
        : new Page<>(own, page.hasMore());
  }

  @Override
  public void deleteStream(StreamName name) {
    grant.require(Operation.DELETE_STREAM, name(), name);
    Optional<StreamName> unused =
        call(
            name,
            full -> {
              basin.deleteStream(full);
              return Optional.of(full);
            });
  }

  @Override
  public List<Metric> metrics(MetricSet.Basin set, MetricRange range) {
    grant.require(Operation.BASIN_METRICS, name());
    return basin.metrics(set, range);
  }

  @Override
  public List<Metric> metrics(StreamName stream, MetricSet.Stream set, MetricRange range) {
    grant.require(Operation.STREAM_METRICS, name(), stream);
    return call(stream, full -> basin.metrics(full, set, range));
  }

  private <T> T call(StreamName name, Function<StreamName, T> call) {
    StreamName full = namespace.full(name);
    return namespace.call(name, () -> call.apply(full));
  }

  private static Provisioned<StreamInfo> own(StreamName name, Provisioned<StreamInfo> made) {
    return new Provisioned<>(named(name, made.info()), made.outcome());
  }

  private Stream<StreamInfo> own(StreamInfo info) {
    return namespace.own(info.name()).map(name -> named(name, info)).stream();
  }

  private static StreamInfo named(StreamName name, StreamInfo info) {
    return new StreamInfo(name, info.createdAt(), info.deletedAt(), info.cipher());
  }
}
