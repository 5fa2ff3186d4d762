package dev.weir.s2.server;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;

/// What the requests and answers of sessions have in common.
final class Sessions {
  static final String TYPE = "s2s/proto";

  private Sessions() {}

  /// Whether a request asks for a session in frames. A read says so by its content type, as S2's
  /// clients do, or by what it accepts.
  static boolean isOne(HttpRequest request) {
    var headers = request.headers();
    return S2Request.mediaType(headers.get(HttpHeaderNames.CONTENT_TYPE, "")).equals(TYPE)
        || (request.method() == HttpMethod.GET
            && S2Request.mediaType(headers.get(HttpHeaderNames.ACCEPT, "")).equals(TYPE));
  }

  /// The head of an answer that goes on for long, which nobody on the way may keep or change.
  static ResponseHeaders head(MediaType type) {
    return ResponseHeaders.builder(HttpStatus.OK)
        .contentType(type)
        .set(HttpHeaderNames.CACHE_CONTROL, "no-cache, no-transform")
        .set("x-accel-buffering", "no")
        .build();
  }
}
