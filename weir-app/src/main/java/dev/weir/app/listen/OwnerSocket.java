package dev.weir.app.listen;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Sockets in a data directory, to which the directory's owner can connect, and nobody else,
/// whatever the directory itself allows and whatever `umask` there is.
public final class OwnerSocket {
  private OwnerSocket() {}

  /// A socket at `path` that takes connections, in the place of one that was left over.
  ///
  /// @param backlog how many may wait to be taken; 0 for what the system likes
  /// @throws IOException if there cannot be one, as where the path is too long
  public static ServerSocketChannel bind(Path path, int backlog) throws IOException {
    Files.deleteIfExists(path); // of a process that was killed: this one has the directory
    var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      socket.bind(UnixDomainSocketAddress.of(path), backlog);
      if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      }
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
