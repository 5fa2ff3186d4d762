package dev.weir.s2.server;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import dev.weir.s2.S2;
import dev.weir.s2.wire.AccessTokenJson;
import dev.weir.s2.wire.ListQuery;
import dev.weir.s2.wire.LocationJson;
import dev.weir.s2.wire.MetricsJson;
import dev.weir.s2.wire.MetricsQuery;

/// What can be done to an account: its access tokens, locations and measurements.
final class AccountCalls {
  private final S2 store;

  AccountCalls(S2 store) {
    this.store = store;
  }

  HttpResponse listTokens(S2Request request) {
    var page = store.listAccessTokens(ListQuery.decodeAccessTokens(request.rawQuery()));
    return Responses.json(request, AccessTokenJson.encodePage(page));
  }

  HttpResponse issueToken(S2Request request) {
    var issued = store.issueAccessToken(AccessTokenJson.decode(request.json()));
    return Responses.created(AccessTokenJson.encodeIssued(issued));
  }

  HttpResponse revokeToken(String segment) {
    store.revokeAccessToken(S2Request.accessTokenId(segment));
    return Responses.empty(HttpStatus.NO_CONTENT);
  }

  HttpResponse locations(S2Request request) {
    return Responses.json(request, LocationJson.encodeList(store.listLocations()));
  }

  HttpResponse defaultLocation(S2Request request) {
    return Responses.json(request, LocationJson.encode(store.defaultLocation()));
  }

  HttpResponse setDefaultLocation(S2Request request) {
    var name = LocationJson.decodeName(request.json());
    return Responses.json(request, LocationJson.encode(store.setDefaultLocation(name)));
  }

  HttpResponse metrics(S2Request request) {
    var query = MetricsQuery.decodeAccount(request.rawQuery());
    return Responses.json(request, MetricsJson.encode(store.metrics(query.set(), query.range())));
  }
}
