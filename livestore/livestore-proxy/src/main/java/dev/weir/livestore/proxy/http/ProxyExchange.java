package dev.weir.livestore.proxy.http;

import dev.weir.livestore.proxy.PullSink;
import dev.weir.livestore.syncs2.ProxyResponse;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One request to a [ProxyHandler] and the way to answer it: what stands between the proxy and
/// whatever HTTP server it runs in. Used by one thread, which may be blocked.
public interface ProxyExchange {
  /// In upper case, as in `GET`.
  String method();

  /// What of the path comes behind the place where the proxy is: empty, or as in `/push`.
  String path();

  /// The query as it was received, without its question mark; empty if there is none.
  String query();

  /// The values of a request header, in order. For HTTP/2 the authority is the header `host`.
  ///
  /// @param name in lower case
  List<String> headers(String name);

  /// The client's address. Behind a reverse proxy it is the server's business to find the true one.
  Optional<InetAddress> remoteAddress();

  /// Whom the server has found the client to be, where it does that itself. A push whose user comes
  /// from a cookie needs a defence against forged requests of foreign sites: that a push must be
  /// `application/json` is one.
  default Optional<String> user() {
    return Optional.empty();
  }

  /// Receives the request's body.
  ///
  /// @param limit bytes at most. What comes beyond is best read and dropped, for a while: a client
  ///   that is still sending then gets the answer, and not a broken connection
  /// @throws UnreadableBodyException if it is larger, or does not come to its end
  byte[] body(int limit) throws InterruptedException;

  /// Answers, and ends the answer.
  void respond(ProxyResponse response) throws InterruptedException;

  /// Begins an answer with status 200 that goes on until [ProxyHandler#handle] returns, which ends
  /// it, or throws, which breaks it off. What the sink is given must not wait in a buffer, and the
  /// thread is to be interrupted once the client has gone.
  ///
  /// @throws InterruptedException if the client has gone already
  PullSink respondStreaming(Map<String, String> headers) throws InterruptedException;
}
