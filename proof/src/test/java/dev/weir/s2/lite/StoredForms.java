package dev.weir.s2.lite;

import dev.weir.s2.S2Exception;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Gives any bytes to whatever reads the embedded store's rows and logs, which no one else may
/// call.
public final class StoredForms {
  private interface Reader {
    Object read(byte[] row) throws CorruptRowException;
  }

  private static final List<Reader> ROWS =
      List.of(
          BasinRow::decode,
          StreamRow::decode,
          StreamState::decode,
          AccessTokenRow::decode,
          BatchRow::decodeTimestamps,
          row -> BatchRow.decode(0, row, Optional.empty()),
          row -> Due.decode(Due.Kind.EXPIRY, new byte[25], row));

  private StoredForms() {}

  /// How many forms of rows there are.
  public static int rows() {
    return ROWS.size();
  }

  /// A row is read, or is said to be corrupt.
  public static void readRow(int form, byte[] row) {
    try {
      Object unused = ROWS.get(form).read(row);
    } catch (CorruptRowException e) {
      // refused, as it may be
    } catch (S2Exception e) {
      throw new AssertionError("blamed on the caller", e);
    }
  }

  /// What is taken off a log is within it, and what is left needs nothing taken off.
  public static void readLog(byte[] log) {
    Optional<Integer> torn = TornWrite.tornAt(ByteBuffer.wrap(log));
    torn.ifPresent(at -> {
      if (at < 0 || at > log.length) {
        throw new AssertionError("torn at " + at + " of " + log.length);
      }
      var rest = ByteBuffer.wrap(Arrays.copyOf(log, at));
      if (TornWrite.tornAt(rest).isPresent()) {
        throw new AssertionError("still torn once cut off at " + at);
      }
    });
  }

  /// Names of files in a backup lead nowhere else.
  public static void readManifest(String manifest) {
    Path there = Path.of("backup", "db");
    try {
      for (var entry : BackupManifest.parse(there, manifest.lines().toList()).entries()) {
        Path file = there.resolve(entry.name()).normalize();
        if (!there.equals(file.getParent())) {
          throw new AssertionError("leads to " + file);
        }
      }
    } catch (BackupException e) {
      // refused, as it may be
    }
  }
}
