package dev.weir.s2.server;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.CreateBasinOptions;
import dev.weir.s2.S2;
import dev.weir.s2.wire.BasinJson;
import dev.weir.s2.wire.ListQuery;
import dev.weir.s2.wire.MetricsJson;
import dev.weir.s2.wire.MetricsQuery;
import dev.weir.s2.wire.ReconfigurationJson;

/// What can be done to basins.
final class BasinCalls {
  private final S2 store;

  BasinCalls(S2 store) {
    this.store = store;
  }

  HttpResponse list(S2Request request) {
    return Responses.json(
        request,
        BasinJson.encodePage(store.listBasins(ListQuery.decodeBasins(request.rawQuery()))));
  }

  HttpResponse create(S2Request request) {
    var token = request.requestToken();
    var create = BasinJson.decodeCreate(request.json());
    var options = new CreateBasinOptions(token, create.location());
    var created = store.createBasin(create.name(), create.config(), options);
    return Responses.provisioned(
        HttpStatus.CREATED, created.outcome(), BasinJson.encodeInfo(created.info()));
  }

  HttpResponse config(String segment, S2Request request) {
    var name = S2Request.basinName(segment);
    return Responses.json(request, BasinJson.encodeConfig(store.basinConfig(name)));
  }

  HttpResponse reconfigure(String segment, S2Request request) {
    var name = S2Request.basinName(segment);
    var change = ReconfigurationJson.decodeBasin(request.json());
    return Responses.json(request, BasinJson.encodeConfig(store.reconfigureBasin(name, change)));
  }

  HttpResponse metrics(String segment, S2Request request) {
    var basin = store.basin(S2Request.basinName(segment));
    var query = MetricsQuery.decodeBasin(request.rawQuery());
    return Responses.json(request, MetricsJson.encode(basin.metrics(query.set(), query.range())));
  }

  HttpResponse ensure(String segment, S2Request request) {
    var name = S2Request.basinName(segment);
    var config = request.optionalJson().map(BasinJson::decodeEnsure).orElse(BasinConfig.DEFAULT);
    var ensured = store.ensureBasin(name, config);
    return Responses.provisioned(
        Responses.ensured(ensured.outcome()),
        ensured.outcome(),
        BasinJson.encodeInfo(ensured.info()));
  }

  HttpResponse delete(String segment) {
    store.deleteBasin(S2Request.basinName(segment));
    return Responses.empty(HttpStatus.ACCEPTED);
  }
}
