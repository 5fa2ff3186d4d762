package dev.weir.app.console;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.linecorp.armeria.common.Cookie;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.io.IOException;
import java.util.Optional;

/// `/console/api/session`: whether one is logged in, and how one is.
final class Login implements HttpService {
  private static final JsonFactory JSON = new JsonFactory();

  private final OperatorAccess access;
  private final OperatorSessions sessions;
  private final ConsoleGuard guard;
  private final boolean showsS2;

  Login(OperatorAccess access, OperatorSessions sessions, ConsoleGuard guard, boolean showsS2) {
    this.access = access;
    this.sessions = sessions;
    this.guard = guard;
    this.showsS2 = showsS2;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    return switch (request.method()) {
      case GET, HEAD -> state(context, request);
      case POST ->
          HttpResponse.of(
              request
                  .aggregate()
                  .thenApply(whole -> logIn(context, token(whole.content().array()))));
      case DELETE -> {
        guard.session(context, request).ifPresent(sessions::end);
        yield withCookie(context, "", 0);
      }
      default -> Answers.error(405, "method_not_allowed", "GET, POST and DELETE are known here");
    };
  }

  private HttpResponse state(ServiceRequestContext context, HttpRequest request) {
    boolean authenticated = guard.isAuthenticated(context, request);
    return Answers.ok(
        Answers.bytes(json -> {
          json.writeStartObject();
          json.writeBooleanField("required", access instanceof OperatorAccess.ByToken);
          json.writeBooleanField("authenticated", authenticated);
          json.writeStringField("s2", showsS2 ? "full" : "off");
          json.writeEndObject();
        }));
  }

  private HttpResponse logIn(ServiceRequestContext context, Optional<String> token) {
    if (access instanceof OperatorAccess.ByToken byToken
        && token.filter(byToken::isShown).isEmpty()) {
      return Answers.error(401, "unauthenticated", "this is not the console's token");
    }
    return withCookie(context, sessions.begin(), OperatorSessions.LIFETIME.toSeconds());
  }

  private static Optional<String> token(byte[] body) {
    try (JsonParser json = JSON.createParser(body)) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.VALUE_STRING && "token".equals(json.currentName())) {
          return Optional.of(json.getText());
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static HttpResponse withCookie(
      ServiceRequestContext context, String session, long seconds) {
    var cookie =
        Cookie.secureBuilder(ConsoleGuard.cookieName(context), session)
            .path("/console")
            .httpOnly(true)
            .sameSite("Strict")
            .maxAge(seconds)
            .secure(context.sessionProtocol().isTls())
            .build();
    return HttpResponse.of(
        ResponseHeaders.builder(HttpStatus.NO_CONTENT)
            .set(HttpHeaderNames.SET_COOKIE, cookie.toSetCookieHeader())
            .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
            .build());
  }
}
