package dev.weir.app.place;

import dev.weir.app.config.S2Source;
import dev.weir.app.exit.ExitCode;
import dev.weir.app.exit.WeirException;
import dev.weir.s2.S2;
import dev.weir.s2.client.S2Client;
import dev.weir.s2.lite.DataDirectoryException;
import dev.weir.s2.lite.S2Lite;
import java.nio.file.Files;
import java.nio.file.Path;

/// Opens what an [S2Source] names.
final class Connection {
  private Connection() {}

  static S2 to(S2Source source) {
    return switch (source) {
      case S2Source.InMemory() -> S2Lite.inMemory();
      case S2Source.OnDisk(var directory) -> directory(directory);
      case S2Source.Remote remote -> S2Client.connect(remote.client());
    };
  }

  /// Never makes a directory: a name that was mistyped is not an empty store.
  private static S2 directory(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new WeirException(
          ExitCode.NOT_FOUND,
          directory + " is no directory. Name the data directory of a stopped Weir");
    }
    return toNew(directory);
  }

  /// Makes the directory where it is missing.
  static S2 toNew(Path directory) {
    try {
      return S2Lite.open(directory);
    } catch (DataDirectoryException e) {
      throw new WeirException(
          e.getMessage()
              + ". If a running Weir has it, leave --data out and name that Weir with --endpoint",
          e);
    }
  }
}
