package dev.weir.app.listen;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Accepts from a socket that listened before the server was there, and can stop to while the
/// server goes on.
///
/// When there are as many connections as there may be, it leaves further ones in the system's
/// queue, where they wait. To refuse them would be worse: a LiveStore client whose connections are
/// refused three times in a fifth of a second never comes back. Places become free as connections
/// end, and those that never ask for anything are ended soon.
final class Acceptor extends NioServerSocketChannel {
  private static final long LOOK_MILLIS = 250;

  private final ListeningSocket socket;
  private final Connections connections;
  private final int maxConnections;
  private final Crowd crowd = new Crowd(System::nanoTime);
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private volatile boolean started;
  private volatile @Nullable Channel original;

  Acceptor(ListeningSocket socket, Connections connections, int maxConnections) {
    super(socket.channel());
    this.socket = socket;
    this.connections = connections;
    this.maxConnections = maxConnections;
  }

  /// Takes over what the server has set up on a channel of its own: its attributes, and one
  /// handler, which sets up the rest once its channel is registered, whichever that is.
  void standInFor(Channel made) {
    pipeline().addLast(made.pipeline().removeFirst());
    made.unsafe().closeForcibly();
    original = made;
  }

  @Override
  public <T> Attribute<T> attr(AttributeKey<T> key) {
    var made = original;
    return made == null ? super.attr(key) : made.attr(key);
  }

  @Override
  public <T> boolean hasAttr(AttributeKey<T> key) {
    var made = original;
    return made == null ? super.hasAttr(key) : made.hasAttr(key);
  }

  /// Not before the server has bound it, which is when all its handlers are in place.
  @Override
  public boolean isActive() {
    return started && super.isActive();
  }

  @Override
  protected void doBind(SocketAddress bound) {
    started = true;
    var unused =
        eventLoop()
            .scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    crowd.disperse(isFull());
    if (!config().isAutoRead() && !isFull()) {
      config().setAutoRead(true);
    }
  }

  private boolean isFull() {
    return connections.count() >= maxConnections;
  }

  @Override
  protected int doReadMessages(List<Object> accepted) throws Exception {
    if (isFull()) {
      config().setAutoRead(false);
      return 0;
    }
    return accept(accepted);
  }

  private int accept(List<Object> accepted) throws Exception {
    int count = super.doReadMessages(accepted);
    if (count > 0) {
      var connection = (Channel) accepted.getLast();
      connections.add(connection);
      crowd.add(connection);
    }
    return count;
  }

  /// Takes what waits in the queue, and no more after that. What a connection had to wait for is
  /// served, and none is refused as long as another listens on the same port.
  ///
  /// Done when all that was accepted is among the connections.
  CompletableFuture<Void> stop() {
    if (!isRegistered()) {
      stopped.complete(null);
      return stopped;
    }
    eventLoop().execute(() -> deregister().addListener(done -> stopOnceDeregistered()));
    return stopped;
  }

  /// A socket that a selector knows is closed by the selector, some time later. In between it would
  /// take connections that nobody accepts, so the selector has to forget it first.
  private void stopOnceDeregistered() {
    if (socket.channel().isRegistered()) {
      eventLoop().execute(this::stopOnceDeregistered);
      return;
    }
    try {
      if (!socket.inherited()) {
        acceptQueued();
        socket.channel().close();
      }
      stopped.complete(null);
    } catch (Exception e) {
      stopped.completeExceptionally(e);
    }
  }

  private void acceptQueued() throws Exception {
    List<Object> accepted = new ArrayList<>();
    while (accept(accepted) > 0) {
      accepted.forEach(pipeline()::fireChannelRead);
      accepted.clear();
    }
  }

  /// An inherited socket is never closed: Java would close standard output and error with it, and
  /// the system closes it when the process ends. Those who wait in its queue are the successor's.
  @Override
  protected void doClose() throws IOException {
    if (!socket.inherited()) {
      socket.channel().close();
    }
  }
}
