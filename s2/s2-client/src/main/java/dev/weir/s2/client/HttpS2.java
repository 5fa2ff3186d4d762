package dev.weir.s2.client;

import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinInfo;
import dev.weir.s2.BasinName;
import dev.weir.s2.ListRequest;
import dev.weir.s2.Page;
import dev.weir.s2.Provisioned;
import dev.weir.s2.RequestToken;
import dev.weir.s2.S2;
import dev.weir.s2.S2Basin;
import dev.weir.s2.wire.BasinJson;
import dev.weir.s2.wire.ListQuery;
import dev.weir.s2.wire.S2Headers;

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
    return createBasin(name, config, Requests.randomToken());
  }

  @Override
  public Provisioned<BasinInfo> createBasin(
      BasinName name, BasinConfig config, RequestToken token) {
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
}
