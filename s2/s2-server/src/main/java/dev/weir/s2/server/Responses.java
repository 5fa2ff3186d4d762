package dev.weir.s2.server;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import dev.weir.s2.Provisioned;
import dev.weir.s2.S2Exception;
import dev.weir.s2.wire.ErrorJson;
import dev.weir.s2.wire.FrameCompression;
import dev.weir.s2.wire.S2Headers;
import java.util.Collection;
import java.util.stream.Collectors;

/// The shapes that answers have.
final class Responses {
  private static final int MAX_PLAIN_BYTES = 1024;

  private Responses() {}

  static HttpResponse json(S2Request request, byte[] body) {
    return ok(request, MediaType.JSON, body);
  }

  static HttpResponse protobuf(S2Request request, byte[] body) {
    return ok(request, MediaType.PROTOBUF, body);
  }

  /// Large bodies come compressed to those who take that.
  private static HttpResponse ok(S2Request request, MediaType type, byte[] body) {
    var headers = ResponseHeaders.builder(HttpStatus.OK).contentType(type);
    if (body.length <= MAX_PLAIN_BYTES) {
      return HttpResponse.of(headers.build(), HttpData.wrap(body));
    }
    // Not in the response's own headers, which are overwritten where CORS has a `vary` of its own.
    request.context().addAdditionalResponseHeader(HttpHeaderNames.VARY, "accept-encoding");
    var encoding = request.acceptedEncoding();
    if (encoding != FrameCompression.NONE) {
      headers.set(HttpHeaderNames.CONTENT_ENCODING, encoding.coding());
    }
    return HttpResponse.of(headers.build(), HttpData.wrap(encoding.compress(body)));
  }

  static HttpResponse created(byte[] body) {
    return json(HttpStatus.CREATED, body);
  }

  private static HttpResponse json(HttpStatus status, byte[] body) {
    return HttpResponse.of(status, MediaType.JSON, HttpData.wrap(body));
  }

  /// A basin or stream that was created or ensured.
  static HttpResponse provisioned(HttpStatus status, Provisioned.Outcome outcome, byte[] info) {
    var headers =
        ResponseHeaders.builder(status)
            .contentType(MediaType.JSON)
            .set(S2Headers.PROVISION_RESULT, S2Headers.provisionResult(outcome))
            .build();
    return HttpResponse.of(headers, HttpData.wrap(info));
  }

  /// The status of an ensure.
  static HttpStatus ensured(Provisioned.Outcome outcome) {
    return outcome == Provisioned.Outcome.CREATED ? HttpStatus.CREATED : HttpStatus.OK;
  }

  /// A status alone: Armeria's own shortcut would add its name as a body.
  static HttpResponse empty(HttpStatus status) {
    return HttpResponse.of(ResponseHeaders.of(status));
  }

  static HttpResponse methodNotAllowed(Collection<HttpMethod> allowed) {
    String names = allowed.stream().map(Enum::name).sorted().collect(Collectors.joining(","));
    return HttpResponse.of(
        ResponseHeaders.of(HttpStatus.METHOD_NOT_ALLOWED, HttpHeaderNames.ALLOW, names));
  }

  static HttpResponse error(S2Exception e) {
    return error(ErrorJson.encode(e));
  }

  static HttpResponse error(ErrorJson.Response error) {
    var status = HttpStatus.valueOf(error.status());
    if (!status.equals(HttpStatus.UNAUTHORIZED)) {
      return json(status, error.body());
    }
    var headers =
        ResponseHeaders.builder(status)
            .contentType(MediaType.JSON)
            .set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer") // HTTP wants it with every 401
            .build();
    return HttpResponse.of(headers, HttpData.wrap(error.body()));
  }
}
