package dev.weir.app.backup;

import dev.weir.app.exit.ExitCode;
import dev.weir.app.exit.WeirException;
import dev.weir.app.observe.LogFormat;
import dev.weir.app.observe.Logging;
import dev.weir.s2.S2Exception;
import dev.weir.s2.lite.BackupException;
import dev.weir.s2.lite.DataDirectoryException;
import dev.weir.s2.lite.S2Lite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `weir backup`: copies a data directory, in use or not.
@Command(
    name = "backup",
    description =
        "Copies a data directory into a new directory, from which `weir restore` makes a data"
            + " directory again. A running Weir that uses it is asked to do so while it goes on:"
            + " every stream is copied as it is at one moment, with all that was acknowledged"
            + " before.",
    footer = {"", "Example:", "  weir backup weir-data /mnt/backups/monday"})
public final class BackupCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DATA_DIR", description = "The data directory of a Weir")
  private Path dataDirectory = Path.of("weir-data");

  @Parameters(paramLabel = "BACKUP", description = "An empty or new directory")
  private Path backup = Path.of("weir-backup");

  @Override
  public Integer call() {
    Logging.configure(false, LogFormat.TEXT);
    if (!Files.isDirectory(dataDirectory)) {
      throw new WeirException(
          ExitCode.NOT_FOUND, dataDirectory + " is no directory. Name a data directory");
    }
    if (BackupSocket.ask(dataDirectory, backup)) {
      System.out.println(
          "Backed up " + dataDirectory + " into " + backup + ", in use all the time.");
      return 0;
    }
    try (S2Lite store = S2Lite.open(dataDirectory)) {
      store.backup(backup);
    } catch (DataDirectoryException | BackupException | S2Exception e) {
      throw new WeirException(String.valueOf(e.getMessage()), e);
    }
    System.out.println("Backed up " + dataDirectory + " into " + backup + ".");
    return 0;
  }
}
