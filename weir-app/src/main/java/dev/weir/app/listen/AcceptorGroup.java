package dev.weir.app.listen;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// The one thread that accepts connections. The server asks it to register a socket of the server's
/// own making; it registers ours instead, which listens already.
///
/// It ends as soon as it is told to: Netty's default is to linger for two seconds in case more work
/// comes, and that would be two seconds at every Ctrl-C.
final class AcceptorGroup extends MultiThreadIoEventLoopGroup {
  private static final long TIMEOUT_SECONDS = 2;

  private final Acceptor acceptor;

  AcceptorGroup(String threadName, Acceptor acceptor) {
    super(
        1, Thread.ofPlatform().name(threadName).daemon(false).factory(), NioIoHandler.newFactory());
    this.acceptor = acceptor;
  }

  @Override
  public ChannelFuture register(Channel made) {
    acceptor.standInFor(made);
    return super.register(acceptor);
  }

  @Override
  public Future<?> shutdownGracefully() {
    return shutdownGracefully(0, TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }
}
