package dev.weir.s2.client;

import dev.weir.s2.AccessToken;
import dev.weir.s2.AccessTokenId;
import dev.weir.s2.AccessTokenInfo;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinInfo;
import dev.weir.s2.BasinName;
import dev.weir.s2.BasinReconfiguration;
import dev.weir.s2.CreateBasinOptions;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.ListRequest;
import dev.weir.s2.LocationInfo;
import dev.weir.s2.LocationName;
import dev.weir.s2.Metric;
import dev.weir.s2.MetricRange;
import dev.weir.s2.MetricSet;
import dev.weir.s2.Page;
import dev.weir.s2.Provisioned;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2;
import dev.weir.s2.S2Basin;
import dev.weir.s2.wire.BasinJson;
import dev.weir.s2.wire.ListQuery;
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
    byte[] body = BasinJson.encodeCreate(new BasinJson.Create(name, config));
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

  private static String path(BasinName name) {
    return "/basins/" + name.value();
  }

  @Override
  public BasinConfig reconfigureBasin(BasinName name, BasinReconfiguration change) {
    throw new RequestRejectedException(ErrorCode.NOT_IMPLEMENTED, "Not implemented");
  }

  @Override
  public AccessToken issueAccessToken(AccessTokenInfo info) {
    throw new RequestRejectedException(ErrorCode.NOT_IMPLEMENTED, "Not implemented");
  }

  @Override
  public Page<AccessTokenInfo> listAccessTokens(ListRequest request) {
    throw new RequestRejectedException(ErrorCode.NOT_IMPLEMENTED, "Not implemented");
  }

  @Override
  public void revokeAccessToken(AccessTokenId id) {
    throw new RequestRejectedException(ErrorCode.NOT_IMPLEMENTED, "Not implemented");
  }

  @Override
  public List<LocationInfo> listLocations() {
    throw new RequestRejectedException(ErrorCode.NOT_IMPLEMENTED, "Not implemented");
  }

  @Override
  public LocationInfo defaultLocation() {
    throw new RequestRejectedException(ErrorCode.NOT_IMPLEMENTED, "Not implemented");
  }

  @Override
  public LocationInfo setDefaultLocation(LocationName location) {
    throw new RequestRejectedException(ErrorCode.NOT_IMPLEMENTED, "Not implemented");
  }

  @Override
  public List<Metric> metrics(MetricSet.Account set, MetricRange range) {
    throw new RequestRejectedException(ErrorCode.NOT_IMPLEMENTED, "Not implemented");
  }
}
