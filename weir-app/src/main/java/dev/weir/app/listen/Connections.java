package dev.weir.app.listen;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.logging.RequestLogProperty;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The connections that were accepted, and the requests under way on them, so that all can be
/// brought to their end without cutting an answer short.
final class Connections {
  private static final AttributeKey<Boolean> USED = AttributeKey.valueOf(Connections.class, "used");

  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final Set<ServiceRequestContext> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean draining;

  void add(Channel connection) {
    open.add(connection);
  }

  int count() {
    return open.size();
  }

  /// Whether a request has come on the connection.
  static boolean isUsed(Channel connection) {
    return connection.hasAttr(USED);
  }

  static void markUsed(Channel connection) {
    connection.attr(USED).set(true);
  }

  /// The service, with its requests known here.
  HttpResponse serve(HttpService service, ServiceRequestContext ctx, HttpRequest request)
      throws Exception {
    var channel = channelOf(ctx);
    if (channel != null) {
      markUsed(channel);
    }
    underWay.add(ctx);
    CompletableFuture<?> unused = ctx.log().whenComplete().thenRun(() -> ended(ctx));
    if (draining) {
      endAfterThis(ctx);
    }
    return service.serve(ctx, request);
  }

  /// An HTTP/1.1 client whose answer began before the draining does not know that it is the last,
  /// and the server would leave the connection open for some seconds in which nothing on it is
  /// answered any more.
  private void ended(ServiceRequestContext ctx) {
    underWay.remove(ctx);
    var channel = channelOf(ctx);
    if (draining && channel != null && !ctx.sessionProtocol().isMultiplex()) {
      var unused =
          channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  /// Has each answer from now on be the last on its connection.
  void announceEnd() {
    draining = true;
  }

  /// Ends each connection with the answers that are under way on it, or with the next one if there
  /// has been none yet. HTTP/2 clients are told so at once (`GOAWAY`), HTTP/1.1 ones in the header
  /// of the answer (`connection: close`) where it is not sent yet. What has nothing under way is
  /// closed.
  void startDraining() {
    announceEnd();
    underWay.forEach(Connections::endAfterThis);
    Set<Channel> busy =
        underWay.stream()
            .map(Connections::channelOf)
            .filter(channel -> channel != null)
            .collect(Collectors.toSet());
    var unused = open.close(channel -> isUsed(channel) && !busy.contains(channel));
  }

  /// Waits until every connection has ended, but no longer than `patience`.
  ///
  /// @return whether all have
  boolean awaitNone(Duration patience) {
    try {
      return open.newCloseFuture().await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void endAfterThis(ServiceRequestContext ctx) {
    CompletableFuture<?> unused = ctx.initiateConnectionShutdown();
  }

  private static @Nullable Channel channelOf(ServiceRequestContext ctx) {
    return ctx.log().isAvailable(RequestLogProperty.SESSION) ? ctx.log().partial().channel() : null;
  }
}
