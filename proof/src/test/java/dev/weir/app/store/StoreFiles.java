package dev.weir.app.store;

import dev.weir.app.exit.InvalidOptionException;
import dev.weir.app.exit.WeirException;
import dev.weir.livestore.sync.EncodedEvent;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;

/// Gives any bytes to what reads the files of `weir push` and `weir import`, which no one else may
/// call.
public final class StoreFiles {
  private StoreFiles() {}

  /// The events are read, each of them an event when it is read again, or the file is refused.
  public static void readEvents(byte[] file) {
    try {
      List<EncodedEvent> events =
          EventFile.read(Path.of("-"), new ByteArrayInputStream(file), "c", "s");
      for (EncodedEvent event : events) {
        if (!event.isSame(EncodedEvent.parse(event.json()))) {
          throw new AssertionError("another event once read again: " + event);
        }
      }
    } catch (InvalidOptionException e) {
      // refused, as it may be
    }
  }

  /// The export is read to its trailer, or refused.
  public static void readExport(String file) {
    var export = new ExportFile(Path.of("export"), new BufferedReader(new StringReader(file)));
    try (export) {
      while (export.next().isPresent()) {
        // to the trailer
      }
    } catch (WeirException e) {
      // refused, as it may be
    }
  }
}
