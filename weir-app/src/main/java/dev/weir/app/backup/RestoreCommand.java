package dev.weir.app.backup;

import dev.weir.app.exit.WeirException;
import dev.weir.s2.lite.BackupException;
import dev.weir.s2.lite.S2Lite;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `weir restore`: makes a data directory of a backup.
@Command(
    name = "restore",
    description = "Makes a new data directory of what `weir backup` made, for `weir up --data`.")
public final class RestoreCommand implements Callable<Integer> {
  @Parameters(paramLabel = "BACKUP", description = "The backup; it is not changed")
  private Path backup = Path.of("weir-backup");

  @Parameters(paramLabel = "DATA_DIR", description = "An empty or new directory")
  private Path dataDirectory = Path.of("weir-data");

  @Override
  public Integer call() {
    try {
      S2Lite.restore(backup, dataDirectory);
    } catch (BackupException e) {
      throw new WeirException(String.valueOf(e.getMessage()), e);
    }
    System.out.println("Restored " + backup + " into " + dataDirectory + ".");
    return 0;
  }
}
