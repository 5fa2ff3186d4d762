package dev.weir.s2.client;

import dev.weir.s2.AccessToken;
import dev.weir.s2.AccessTokenId;
import dev.weir.s2.AccessTokenInfo;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinInfo;
import dev.weir.s2.BasinName;
import dev.weir.s2.BasinReconfiguration;
import dev.weir.s2.CreateBasinOptions;
import dev.weir.s2.ListRequest;
import dev.weir.s2.LocationInfo;
import dev.weir.s2.LocationName;
import dev.weir.s2.Metric;
import dev.weir.s2.MetricRange;
import dev.weir.s2.MetricSet;
import dev.weir.s2.Page;
import dev.weir.s2.Provisioned;
import dev.weir.s2.S2;
import dev.weir.s2.S2Basin;
import dev.weir.s2.wire.AccessTokenJson;
import dev.weir.s2.wire.BasinJson;
import dev.weir.s2.wire.ListQuery;
import dev.weir.s2.wire.LocationJson;
import dev.weir.s2.wire.MetricsJson;
import dev.weir.s2.wire.MetricsQuery;
import dev.weir.s2.wire.PercentCoding;
import dev.weir.s2.wire.ReconfigurationJson;
import dev.weir.s2.wire.S2Headers;
import java.util.List;

/// An account over HTTP.
final class HttpS2 implements S2 {
  private final HttpCalls calls;

  HttpS2(HttpCalls calls) {
    this.calls = calls;
  }

  @Override
  public S2Basin basin(BasinName name) {
    return new HttpBasin(calls, name);
  }

  @Override
  public Provisioned<BasinInfo> createBasin(BasinName name, BasinConfig config) {
    return createBasin(name, config, CreateBasinOptions.NONE);
  }

  @Override
  public Provisioned<BasinInfo> createBasin(
      BasinName name, BasinConfig config, CreateBasinOptions options) {
    var token = options.requestToken().orElseGet(Requests::randomToken);
    byte[] body = BasinJson.encodeCreate(new BasinJson.Create(name, config, options.location()));
    var request =
        calls
            .requests()
            .account("/basins")
            .header(S2Headers.REQUEST_TOKEN, Requests.headerValue(token))
            .post(Requests.json(body));
    return calls.call(request.build(), answer -> Provision.of(answer, BasinJson::decodeInfo));
  }

  @Override
  public Provisioned<BasinInfo> ensureBasin(BasinName name, BasinConfig config) {
    var request =
        calls.requests().account(path(name)).put(Requests.json(BasinJson.encodeEnsure(config)));
    return calls.call(request.build(), answer -> Provision.of(answer, BasinJson::decodeInfo));
  }

  @Override
  public BasinConfig basinConfig(BasinName name) {
    var request = calls.requests().account(path(name)).get();
    return calls.call(request.build(), answer -> BasinJson.decodeConfig(answer.body()));
  }

  @Override
  public Page<BasinInfo> listBasins(ListRequest list) {
    String query = ListQuery.encode(list.requireBasinBounds());
    var request = calls.requests().account("/basins?" + query).get();
    return calls.call(request.build(), answer -> BasinJson.decodePage(answer.body()));
  }

  @Override
  public void deleteBasin(BasinName name) {
    var request = calls.requests().account(path(name)).delete();
    calls.call(request.build(), Answer.Whole::status);
  }

  @Override
  public void close() {
    calls.close();
  }

  @Override
  public BasinConfig reconfigureBasin(BasinName name, BasinReconfiguration change) {
    var body = Requests.json(ReconfigurationJson.encode(change));
    var request = calls.requests().account(path(name)).patch(body);
    return calls.call(request.build(), answer -> BasinJson.decodeConfig(answer.body()));
  }

  @Override
  public AccessToken issueAccessToken(AccessTokenInfo info) {
    var body = Requests.json(AccessTokenJson.encode(info));
    var request = calls.requests().account("/access-tokens").post(body);
    // Sent again after a lost answer, it would be refused for its own success.
    return calls.call(
        request.build(),
        calls.config().requestTimeout(),
        HttpCalls.ONCE,
        answer -> AccessTokenJson.decodeIssued(answer.body()));
  }

  @Override
  public Page<AccessTokenInfo> listAccessTokens(ListRequest list) {
    String query = ListQuery.encode(list.requireAccessTokenBounds());
    var request = calls.requests().account("/access-tokens?" + query).get();
    return calls.call(request.build(), answer -> AccessTokenJson.decodePage(answer.body()));
  }

  @Override
  public void revokeAccessToken(AccessTokenId id) {
    var request =
        calls.requests().account("/access-tokens/" + PercentCoding.encode(id.value())).delete();
    calls.call(request.build(), Answer.Whole::status);
  }

  @Override
  public List<LocationInfo> listLocations() {
    var request = calls.requests().account("/locations").get();
    return calls.call(request.build(), answer -> LocationJson.decodeList(answer.body()));
  }

  @Override
  public LocationInfo defaultLocation() {
    var request = calls.requests().account("/locations/default").get();
    return calls.call(request.build(), answer -> LocationJson.decode(answer.body()));
  }

  @Override
  public LocationInfo setDefaultLocation(LocationName location) {
    var body = Requests.json(LocationJson.encodeName(location));
    var request = calls.requests().account("/locations/default").put(body);
    return calls.call(request.build(), answer -> LocationJson.decode(answer.body()));
  }

  @Override
  public List<Metric> metrics(MetricSet.Account set, MetricRange range) {
    String query = new MetricsQuery<>(set, range).encode();
    var request = calls.requests().account("/metrics?" + query).get();
    return calls.call(request.build(), answer -> MetricsJson.decode(answer.body()));
  }

  private static String path(BasinName name) {
    return "/basins/" + name.value();
  }
}
