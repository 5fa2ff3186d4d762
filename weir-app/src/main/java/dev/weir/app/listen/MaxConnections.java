package dev.weir.app.listen;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.weir.app.exit.InvalidOptionException;
import java.lang.management.ManagementFactory;

/// How many connections may be open at once.
final class MaxConnections {
  static final String OPTION = "--max-connections";

  /// Ten thousand live clients, each with a connection for pulls and one for what else it asks.
  private static final int WANTED = 20_000;

  /// For the store's files, the libraries, and connections to an S2 elsewhere.
  private static final long OTHER_FILES = 1_000;

  private MaxConnections() {}

  /// As many as are sensible, and fewer where the system allows the process few open files.
  static int byDefault() {
    long room = openFiles() - OTHER_FILES;
    return (int) Math.min(WANTED, Math.max(room, openFiles() / 2));
  }

  static void require(int count) {
    if (count < 1) {
      throw new InvalidOptionException(OPTION + " " + count + ": give 1 or more");
    }
    if (count > openFiles()) {
      throw new InvalidOptionException(
          "%s %d: each needs an open file, of which this process may have %d. Raise that limit (ulimit -n, LimitNOFILE= of systemd) or give fewer"
              .formatted(OPTION, count, openFiles()));
    }
  }

  private static long openFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : Integer.MAX_VALUE;
  }
}
