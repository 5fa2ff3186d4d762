package dev.weir.s2.server;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.CreateBasinOptions;
import dev.weir.s2.S2;
import dev.weir.s2.wire.BasinJson;
import dev.weir.s2.wire.ListQuery;
import java.util.Optional;

/// What can be done to basins.
final class BasinCalls {
  private final S2 store;

  BasinCalls(S2 store) {
    this.store = store;
  }

  HttpResponse list(S2Request request) {
    return Responses.json(
        BasinJson.encodePage(store.listBasins(ListQuery.decodeBasins(request.rawQuery()))));
  }

  HttpResponse create(S2Request request) {
    var token = request.requestToken();
    var create = BasinJson.decodeCreate(request.json());
    var options = new CreateBasinOptions(token, Optional.empty());
    var created = store.createBasin(create.name(), create.config(), options);
    return Responses.provisioned(
        HttpStatus.CREATED, created.outcome(), BasinJson.encodeInfo(created.info()));
  }

  HttpResponse config(String segment) {
    var name = S2Request.basinName(segment);
    return Responses.json(BasinJson.encodeConfig(store.basinConfig(name)));
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
