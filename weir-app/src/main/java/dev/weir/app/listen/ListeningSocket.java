package dev.weir.app.listen;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.Optional;

/// A socket that listens already: whoever connects from now on waits in the system's queue until
/// somebody accepts.
///
/// @param inherited whether another program keeps the socket open, and connections wait in its
///   queue also while no Weir runs
record ListeningSocket(ServerSocketChannel channel, boolean inherited) {
  /// Connections that wait to be accepted. The system cuts it down to its own limit, 4,096 on
  /// Linux.
  private static final int BACKLOG = 4_096;

  /// @param shared whether other sockets of this user may listen on the same port
  static ListeningSocket bind(InetSocketAddress address, boolean shared) throws IOException {
    var channel = ServerSocketChannel.open();
    try {
      if (shared) {
        share(channel);
      }
      channel.bind(address, BACKLOG);
      return new ListeningSocket(channel, false);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static void share(ServerSocketChannel channel) throws IOException {
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
    } catch (UnsupportedOperationException e) {
      throw new BindException("this system lets no two programs listen on one port");
    }
  }

  /// The socket that this process was given as its standard input, if it is a listening one.
  static Optional<ListeningSocket> ofStandardInput() throws IOException {
    return System.inheritedChannel() instanceof ServerSocketChannel channel
            && channel.getLocalAddress() instanceof InetSocketAddress
        ? Optional.of(new ListeningSocket(channel, true))
        : Optional.empty();
  }

  InetSocketAddress address() throws IOException {
    return (InetSocketAddress) channel.getLocalAddress();
  }
}
