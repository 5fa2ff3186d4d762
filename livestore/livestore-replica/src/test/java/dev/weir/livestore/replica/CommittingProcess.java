package dev.weir.livestore.replica;

import java.nio.file.Path;

/// A process that commits as fast as the disk takes it, from three threads, and names every event
/// that became durable, until it is killed.
final class CommittingProcess {
  private CommittingProcess() {}

  /// Runs until it is killed.
  ///
  /// @param args the file, the proxy's URL, and what events begin with
  public static void main(String[] args) throws Exception {
    var backend = RealProxy.backend(args[1]);
    EventLog log = EventLog.open(Given.onDisk(Path.of(args[0])), backend);
    for (int t = 0; t < 3; t++) {
      String prefix = args[2] + "-" + t + "-";
      var unused = Thread.ofPlatform().start(() -> commit(log, prefix));
    }
  }

  private static void commit(EventLog log, String prefix) {
    try {
      for (int i = 0; ; i++) {
        String text = prefix + i;
        log.commit(Given.event(text)).durable().join();
        synchronized (System.out) {
          System.out.println(text);
          System.out.flush();
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
