package dev.weir.proof.sync;

import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// An answer whose head has come.
final class HttpAnswer<T> implements HttpResponse<T>, HttpResponse.ResponseInfo {
  private final HttpRequest request;
  private final HttpPart.Head head;
  private @Nullable T body;

  HttpAnswer(HttpRequest request, HttpPart.Head head) {
    this.request = request;
    this.head = head;
  }

  HttpAnswer<T> with(T given) {
    body = given;
    return this;
  }

  @Override
  public int statusCode() {
    return head.status();
  }

  @Override
  public HttpRequest request() {
    return request;
  }

  @Override
  public Optional<HttpResponse<T>> previousResponse() {
    return Optional.empty();
  }

  @Override
  public HttpHeaders headers() {
    Map<String, List<String>> lists =
        head.headers().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue())));
    return HttpHeaders.of(lists, (name, value) -> true);
  }

  @Override
  public T body() {
    return Optional.ofNullable(body).orElseThrow();
  }

  @Override
  public Optional<SSLSession> sslSession() {
    return Optional.empty();
  }

  @Override
  public URI uri() {
    return request.uri();
  }

  @Override
  public Version version() {
    return Version.HTTP_1_1;
  }
}
