package dev.weir.app.backup;

import dev.weir.app.exit.WeirException;
import dev.weir.app.listen.OwnerSocket;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/// How a running Weir is asked for a backup: by a socket in its data directory, to which whoever
/// owns the directory can connect, and nobody over a network. A request is the path of the backup;
/// the answer is empty, or why there is none.
public final class BackupSocket implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(BackupSocket.class.getName());
  private static final String SOCKET = "backup";

  private final Path path;
  private final ServerSocketChannel socket;

  private BackupSocket(Path path, ServerSocketChannel socket) {
    this.path = path;
    this.socket = socket;
  }

  /// Takes requests for `dataDir` from now on, one after the other. Where the directory takes no
  /// socket, as where its path is too long for one, there are none, which is logged.
  ///
  /// @param backup makes a backup in a directory, or fails
  public static Optional<BackupSocket> open(Path dataDir, Consumer<Path> backup) {
    Path path = dataDir.resolve(SOCKET);
    try {
      var opened = new BackupSocket(path, OwnerSocket.bind(path, 0));
      Thread.ofPlatform().name("weir-backup").daemon().start(() -> opened.serve(backup));
      return Optional.of(opened);
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          () -> "`weir backup` cannot ask for " + dataDir + " while it is in use: " + e);
      return Optional.empty();
    }
  }

  private void serve(Consumer<Path> backup) {
    while (socket.isOpen()) {
      try (SocketChannel asked = socket.accept()) {
        answer(asked, backup);
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "a request for a backup ended", e);
      }
    }
  }

  private static void answer(SocketChannel asked, Consumer<Path> backup) throws IOException {
    String target = read(asked);
    String answer = "";
    try {
      backup.accept(Path.of(target));
    } catch (RuntimeException e) {
      answer = "failed: " + e.getMessage();
    }
    write(asked, answer.isEmpty() ? "done" : answer);
  }

  /// Asks the Weir that has `dataDir` in use for a backup, and waits for it.
  ///
  /// @return whether there was one to ask
  /// @throws WeirException if it could not make one
  static boolean ask(Path dataDir, Path target) {
    if (!Files.exists(dataDir.resolve(SOCKET))) {
      return false;
    }
    try (var asked = SocketChannel.open(UnixDomainSocketAddress.of(dataDir.resolve(SOCKET)))) {
      write(asked, target.toAbsolutePath().toString());
      String answer = read(asked);
      if (!answer.equals("done")) {
        throw new WeirException(
            answer.isEmpty()
                ? "the running Weir ended before the backup was made. Delete " + target
                : "the running Weir: " + answer);
      }
      return true;
    } catch (IOException e) {
      return false; // left over by one that was killed
    }
  }

  private static void write(SocketChannel channel, String text) throws IOException {
    Channels.newOutputStream(channel).write(text.getBytes(StandardCharsets.UTF_8));
    channel.shutdownOutput();
  }

  private static String read(SocketChannel channel) throws IOException {
    return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
  }

  /// Takes no further requests.
  @Override
  public void close() {
    if (!socket.isOpen()) {
      return;
    }
    try {
      socket.close();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "the socket for backups stays behind", e);
    }
  }
}
