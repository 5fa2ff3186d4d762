package dev.weir.s2.server;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import dev.weir.s2.S2;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.wire.ListQuery;
import dev.weir.s2.wire.MetricsJson;
import dev.weir.s2.wire.MetricsQuery;
import dev.weir.s2.wire.ReconfigurationJson;
import dev.weir.s2.wire.StreamJson;

/// What can be done to streams as a whole.
final class StreamCalls {
  private final S2 store;

  StreamCalls(S2 store) {
    this.store = store;
  }

  HttpResponse list(S2Request request) {
    var basin = store.basin(request.basin());
    return Responses.json(
        request,
        StreamJson.encodePage(basin.listStreams(ListQuery.decodeStreams(request.rawQuery()))));
  }

  HttpResponse create(S2Request request) {
    var basin = store.basin(request.basin());
    var token = request.requestToken();
    var create = StreamJson.decodeCreate(request.json());
    var created =
        token.isPresent()
            ? basin.createStream(create.name(), create.config(), token.get())
            : basin.createStream(create.name(), create.config());
    return Responses.provisioned(
        HttpStatus.CREATED, created.outcome(), StreamJson.encodeInfo(created.info()));
  }

  HttpResponse config(String segment, S2Request request) {
    var basin = store.basin(request.basin());
    var name = S2Request.streamName(segment);
    return Responses.json(request, StreamJson.encodeConfig(basin.streamConfig(name)));
  }

  HttpResponse reconfigure(String segment, S2Request request) {
    var basin = store.basin(request.basin());
    var name = S2Request.streamName(segment);
    var change = ReconfigurationJson.decodeStream(request.json());
    return Responses.json(request, StreamJson.encodeConfig(basin.reconfigureStream(name, change)));
  }

  HttpResponse metrics(String basinSegment, String segment, S2Request request) {
    var basin = store.basin(S2Request.basinName(basinSegment));
    var name = S2Request.streamName(segment);
    var query = MetricsQuery.decodeStream(request.rawQuery());
    return Responses.json(
        request, MetricsJson.encode(basin.metrics(name, query.set(), query.range())));
  }

  HttpResponse ensure(String segment, S2Request request) {
    var basin = store.basin(request.basin());
    var name = S2Request.streamName(segment);
    var config = request.optionalJson().map(StreamJson::decodeEnsure).orElse(StreamConfig.UNSET);
    var ensured = basin.ensureStream(name, config);
    return Responses.provisioned(
        Responses.ensured(ensured.outcome()),
        ensured.outcome(),
        StreamJson.encodeInfo(ensured.info()));
  }

  HttpResponse delete(String segment, S2Request request) {
    store.basin(request.basin()).deleteStream(S2Request.streamName(segment));
    return Responses.empty(HttpStatus.ACCEPTED);
  }
}
