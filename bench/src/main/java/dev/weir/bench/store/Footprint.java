package dev.weir.bench.store;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a store takes: of the heap after a collection, of the machine's memory, of the disk.
record Footprint(long heapMib, long residentMib, long diskMib) {
  private static final long MIB = 1024 * 1024;

  static Footprint of(Path directory) throws IOException {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return new Footprint(heap / MIB, residentKib() / 1024, disk(directory) / MIB);
  }

  private static long residentKib() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    return 0; // no Linux
  }

  private static long disk(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  String text() {
    return "heap %,d MiB, resident %,d MiB, disk %,d MiB".formatted(heapMib, residentMib, diskMib);
  }
}
