package dev.weir.livestore.servlet;

import dev.weir.livestore.proxy.PullSink;
import dev.weir.livestore.proxy.http.ProxyExchange;
import dev.weir.livestore.proxy.http.UnreadableBodyException;
import dev.weir.livestore.syncs2.ProxyResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Principal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One request of a servlet container.
final class ServletExchange implements ProxyExchange {
  /// What is read of a body that is too large, so that the client comes to its end and reads the
  /// answer.
  private static final int MOST_DROPPED_BYTES = 16 << 20;

  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private final Optional<String> user;
  private boolean clientHasGone;

  /// To be made on the container's thread: a login may know its user on that one alone, as Spring
  /// Security does.
  ServletExchange(AsyncContext context) {
    this.request = (HttpServletRequest) context.getRequest();
    this.response = (HttpServletResponse) context.getResponse();
    this.user = Optional.ofNullable(request.getUserPrincipal()).map(Principal::getName);
  }

  boolean clientHasGone() {
    return clientHasGone;
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String path() {
    String path = request.getPathInfo();
    return path == null ? "" : path;
  }

  @Override
  public String query() {
    String query = request.getQueryString();
    return query == null ? "" : query;
  }

  @Override
  public List<String> headers(String name) {
    return Collections.list(request.getHeaders(name));
  }

  @Override
  public Optional<InetAddress> remoteAddress() {
    try {
      return Optional.of(InetAddress.getByName(request.getRemoteAddr()));
    } catch (UnknownHostException e) {
      return Optional.empty(); // a container behind a socket that has no address
    }
  }

  @Override
  public Optional<String> user() {
    return user;
  }

  @Override
  public byte[] body(int limit) {
    try (InputStream in = request.getInputStream()) {
      byte[] body = in.readNBytes(limit + 1);
      if (body.length <= limit) {
        return body;
      }
      in.skipNBytes(MOST_DROPPED_BYTES);
    } catch (EOFException e) {
      throw UnreadableBodyException.tooLarge(limit);
    } catch (IOException e) {
      throw UnreadableBodyException.brokenOff();
    }
    throw UnreadableBodyException.tooLarge(limit);
  }

  @Override
  public void respond(ProxyResponse answer) throws InterruptedException {
    response.setStatus(answer.status());
    answer.headers().forEach(response::setHeader);
    byte[] body = answer.body().toArray();
    response.setContentLength(body.length);
    write(body);
  }

  @Override
  public PullSink respondStreaming(Map<String, String> headers) throws InterruptedException {
    response.setStatus(HttpServletResponse.SC_OK);
    headers.forEach(response::setHeader);
    write(new byte[0]);
    return this::write;
  }

  private void write(byte[] bytes) throws InterruptedException {
    try {
      OutputStream out = response.getOutputStream();
      out.write(bytes);
      response.flushBuffer();
    } catch (IOException e) {
      clientHasGone = true;
      throw new InterruptedException("the client has gone");
    }
  }
}
