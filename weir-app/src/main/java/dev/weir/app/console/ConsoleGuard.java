package dev.weir.app.console;

import com.linecorp.armeria.common.Cookie;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.weir.livestore.proxy.http.HostCheck;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/// Lets the operator's requests through, and nobody else's.
final class ConsoleGuard {
  /// A page of another site cannot send it without asking first, which it is refused.
  private static final String OWN_PAGE_HEADER = "x-weir-console";

  /// What somebody between may have added: a request that looks like this machine's is not.
  private static final List<String> FORWARDED =
      List.of("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via");

  private static final String BEARER = "Bearer ";

  private final OperatorAccess access;
  private final HostCheck hosts;
  private final OperatorSessions sessions;

  ConsoleGuard(OperatorAccess access, HostCheck hosts, OperatorSessions sessions) {
    this.access = access;
    this.hosts = hosts;
    this.sessions = sessions;
  }

  HttpService around(HttpService delegate) {
    return (context, request) -> {
      var refusal = refusal(context, request).or(() -> unauthenticated(context, request));
      return refusal.isPresent() ? refusal.get() : delegate.serve(context, request);
    };
  }

  /// The same for what is answered before anybody has logged in.
  HttpService aroundLogin(HttpService delegate) {
    return (context, request) -> {
      var refusal = refusal(context, request);
      return refusal.isPresent() ? refusal.get() : delegate.serve(context, request);
    };
  }

  private Optional<HttpResponse> refusal(ServiceRequestContext context, HttpRequest request) {
    if (Optional.ofNullable(request.authority()).filter(host -> !hosts.allows(host)).isPresent()) {
      return refused(
          421,
          "misdirected",
          "this server does not answer by the name in the Host header. Start Weir with --allow-host"
              + " for a name of yours");
    }
    boolean changes = request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD;
    if (changes && !request.headers().contains(OWN_PAGE_HEADER)) {
      return refused(403, "forbidden", "a change needs the header " + OWN_PAGE_HEADER + ": 1");
    }
    return switch (access) {
      case OperatorAccess.ByToken byToken -> Optional.empty();
      case OperatorAccess.Nobody(String why) -> refused(403, "off", why);
      case OperatorAccess.OnThisMachine here ->
          isFromHere(context, request)
              ? Optional.empty()
              : refused(
                  403,
                  "off",
                  "without a token the console serves this machine alone, and no reverse proxy."
                      + " Start Weir with --console-token-file or WEIR_CONSOLE_TOKEN");
    };
  }

  private static boolean isFromHere(ServiceRequestContext context, HttpRequest request) {
    InetSocketAddress connected = context.remoteAddress();
    return connected.getAddress().isLoopbackAddress()
        && context.clientAddress().isLoopbackAddress()
        && FORWARDED.stream().noneMatch(request.headers()::contains);
  }

  private Optional<HttpResponse> unauthenticated(
      ServiceRequestContext context, HttpRequest request) {
    return isAuthenticated(context, request)
        ? Optional.empty()
        : refused(401, "unauthenticated", "log in with the console's token");
  }

  boolean isAuthenticated(ServiceRequestContext context, HttpRequest request) {
    return switch (access) {
      case OperatorAccess.OnThisMachine here -> true;
      case OperatorAccess.Nobody nobody -> false;
      case OperatorAccess.ByToken byToken ->
          session(context, request).filter(sessions::isOpen).isPresent()
              || bearer(request).filter(byToken::isShown).isPresent();
    };
  }

  private static Optional<String> bearer(HttpRequest request) {
    return Optional.ofNullable(request.headers().get(HttpHeaderNames.AUTHORIZATION))
        .filter(header -> header.startsWith(BEARER))
        .map(header -> header.substring(BEARER.length()));
  }

  Optional<String> session(ServiceRequestContext context, HttpRequest request) {
    String name = cookieName(context);
    return request.headers().cookies().stream()
        .filter(cookie -> cookie.name().equals(name))
        .map(Cookie::value)
        .findFirst();
  }

  /// Cookies do not tell ports apart, and more than one Weir may run on a machine.
  static String cookieName(ServiceRequestContext context) {
    return "weir-console-" + context.localAddress().getPort();
  }

  private static Optional<HttpResponse> refused(int status, String code, String message) {
    return Optional.of(Answers.error(status, code, message));
  }
}
