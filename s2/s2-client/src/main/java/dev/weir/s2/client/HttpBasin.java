package dev.weir.s2.client;

import dev.weir.s2.BasinName;
import dev.weir.s2.ListRequest;
import dev.weir.s2.Metric;
import dev.weir.s2.MetricRange;
import dev.weir.s2.MetricSet;
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
import dev.weir.s2.wire.ListQuery;
import dev.weir.s2.wire.MetricsJson;
import dev.weir.s2.wire.MetricsQuery;
import dev.weir.s2.wire.PercentCoding;
import dev.weir.s2.wire.ReconfigurationJson;
import dev.weir.s2.wire.S2Headers;
import dev.weir.s2.wire.StreamJson;
import java.util.List;
import okhttp3.Request;

/// A basin over HTTP.
final class HttpBasin implements S2Basin {
  private final HttpCalls calls;
  private final BasinName name;

  HttpBasin(HttpCalls calls, BasinName name) {
    this.calls = calls;
    this.name = name;
  }

  @Override
  public BasinName name() {
    return name;
  }

  @Override
  public S2Stream stream(StreamName stream, StreamOptions options) {
    return new HttpStream(calls, name, stream, options);
  }

  @Override
  public Provisioned<StreamInfo> createStream(StreamName stream, StreamConfig config) {
    return createStream(stream, config, Requests.randomToken());
  }

  @Override
  public Provisioned<StreamInfo> createStream(
      StreamName stream, StreamConfig config, RequestToken token) {
    byte[] body = StreamJson.encodeCreate(new StreamJson.Create(stream, config));
    var request =
        to("/streams")
            .header(S2Headers.REQUEST_TOKEN, Requests.headerValue(token))
            .post(Requests.json(body));
    return calls.call(request.build(), answer -> Provision.of(answer, StreamJson::decodeInfo));
  }

  @Override
  public Provisioned<StreamInfo> ensureStream(StreamName stream, StreamConfig config) {
    var request = to(path(stream)).put(Requests.json(StreamJson.encodeEnsure(config)));
    return calls.call(request.build(), answer -> Provision.of(answer, StreamJson::decodeInfo));
  }

  @Override
  public StreamConfig streamConfig(StreamName stream) {
    var request = to(path(stream)).get();
    return calls.call(request.build(), answer -> StreamJson.decodeConfig(answer.body()));
  }

  @Override
  public Page<StreamInfo> listStreams(ListRequest list) {
    var request = to("/streams?" + ListQuery.encode(list.requireStreamBounds())).get();
    return calls.call(request.build(), answer -> StreamJson.decodePage(answer.body()));
  }

  @Override
  public void deleteStream(StreamName stream) {
    calls.call(to(path(stream)).delete().build(), Answer.Whole::status);
  }

  static String path(StreamName stream) {
    return "/streams/" + PercentCoding.encode(stream.value());
  }

  private Request.Builder to(String path) {
    return calls.requests().basin(name, path);
  }

  @Override
  public StreamConfig reconfigureStream(StreamName stream, StreamReconfiguration change) {
    var request = to(path(stream)).patch(Requests.json(ReconfigurationJson.encode(change)));
    return calls.call(request.build(), answer -> StreamJson.decodeConfig(answer.body()));
  }

  @Override
  public List<Metric> metrics(MetricSet.Basin set, MetricRange range) {
    return metrics("/metrics/" + name.value(), new MetricsQuery<>(set, range));
  }

  @Override
  public List<Metric> metrics(StreamName stream, MetricSet.Stream set, MetricRange range) {
    String path = "/metrics/" + name.value() + "/" + PercentCoding.encode(stream.value());
    return metrics(path, new MetricsQuery<>(set, range));
  }

  /// Measurements are the account's to give, as `/basins` is, whichever basin they are of.
  private List<Metric> metrics(String path, MetricsQuery<?> query) {
    var request = calls.requests().account(path + "?" + query.encode()).get();
    return calls.call(request.build(), answer -> MetricsJson.decode(answer.body()));
  }
}
