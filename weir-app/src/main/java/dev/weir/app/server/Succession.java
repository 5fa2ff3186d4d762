package dev.weir.app.server;

import dev.weir.app.exit.WeirException;
import dev.weir.app.listen.OwnerSocket;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How one process hands its data directory to the next: by a socket in the directory, to which
/// whoever may write into it can connect. A connection asks the process to end; when the connection
/// ends, the directory is free.
final class Succession implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Succession.class.getName());
  private static final String SOCKET = "successor";

  private final Path path;
  private final ServerSocketChannel socket;
  private volatile @Nullable SocketChannel successor;

  private Succession(Path path, ServerSocketChannel socket) {
    this.path = path;
    this.socket = socket;
  }

  /// Asks the process that has `dataDir` in use, if one can be asked, to leave it, and waits for
  /// that.
  ///
  /// @return whether there was one
  /// @throws WeirException if it took longer than `patience`
  static boolean ask(Path dataDir, Duration patience) {
    try (var predecessor = connect(dataDir.resolve(SOCKET))) {
      awaitEnd(predecessor, patience, dataDir);
      return true;
    } catch (ConnectException e) {
      return false; // left over by one that was killed
    } catch (IOException e) {
      if (Files.notExists(dataDir.resolve(SOCKET))) {
        return false;
      }
      throw new WeirException(
          "the Weir that has " + dataDir + " in use cannot be asked for it: " + e.getMessage(), e);
    }
  }

  private static SocketChannel connect(Path path) throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(path));
  }

  private static void awaitEnd(SocketChannel predecessor, Duration patience, Path dataDir)
      throws IOException {
    predecessor.configureBlocking(false);
    try (var selector = Selector.open()) {
      predecessor.register(selector, SelectionKey.OP_READ);
      if (selector.select(patience.toMillis()) == 0) {
        throw new WeirException(
            "the Weir that has "
                + dataDir
                + " in use was asked for it and did not leave it within "
                + patience.toSeconds()
                + " s. See what it logs, end it, and start again");
      }
      var unused = predecessor.read(ByteBuffer.allocate(1)); // nothing is ever sent: the end
    }
  }

  /// Lets a later process ask for `dataDir`, which this one has open.
  ///
  /// @throws WeirException if the directory takes no socket
  static Succession offer(Path dataDir) {
    var path = dataDir.resolve(SOCKET);
    try {
      return new Succession(path, OwnerSocket.bind(path, 1));
    } catch (IOException e) {
      throw new WeirException(
          "--takeover: no successor could ask for " + dataDir + ": " + e.getMessage(), e);
    }
  }

  /// Calls once, when a successor asks, on a thread of its own.
  void whenAsked(Runnable handOver) {
    Thread.ofPlatform().name("weir-successor").daemon().start(() -> awaitSuccessor(handOver));
  }

  private void awaitSuccessor(Runnable handOver) {
    try {
      successor = socket.accept();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "no successor came", e);
      return;
    }
    handOver.run();
  }

  /// No successor can come any more. One that came goes on waiting.
  void refuseFurther() {
    if (!socket.isOpen()) {
      return; // done before; by now the successor's own socket may be there
    }
    try {
      socket.close();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "the socket for a successor stays behind", e);
    }
  }

  /// Tells the successor that the directory is free.
  @Override
  public void close() {
    refuseFurther();
    try {
      var waiting = Optional.ofNullable(successor);
      if (waiting.isPresent()) {
        waiting.get().close();
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "the successor could not be told", e);
    }
  }
}
