package dev.weir.app.server;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.DecoratingHttpServiceFunction;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.weir.livestore.proxy.http.HostCheck;
import java.util.Optional;

/// Keeps pages of other sites from an S2 API that is open to everybody, when their names lead here.
record HostGuard(HostCheck hosts) implements DecoratingHttpServiceFunction {
  @Override
  public HttpResponse serve(
      HttpService delegate, ServiceRequestContext context, HttpRequest request) throws Exception {
    return Optional.ofNullable(request.authority()).filter(host -> !hosts.allows(host)).isPresent()
        ? HttpResponse.of(
            HttpStatus.MISDIRECTED_REQUEST,
            MediaType.JSON_UTF_8,
            "{\"code\":\"misdirected\",\"message\":\"this server does not answer by the name in the"
                + " Host header. Start Weir with --allow-host for a name of yours\"}")
        : delegate.serve(context, request);
  }
}
