package dev.weir.s2.server;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// The one thread that accepts connections. It ends as soon as it is told to: Netty's default is to
/// linger for two seconds in case more work comes, and that would be two seconds at every close.
final class AcceptorGroup extends MultiThreadIoEventLoopGroup {
  private static final long TIMEOUT_SECONDS = 2;

  AcceptorGroup(String threadName) {
    super(
        1, Thread.ofPlatform().name(threadName).daemon(false).factory(), NioIoHandler.newFactory());
  }

  @Override
  public Future<?> shutdownGracefully() {
    return shutdownGracefully(0, TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }
}
