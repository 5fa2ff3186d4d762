package dev.weir.s2.lite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// What a disk holds after the power failed at a moment of a tape.
///
/// What was synced is there. Of the rest of each file a draw decides: it is lost, with the file's
/// name if nothing of it was synced; or is cut at any byte; or some of its sectors are zeros, as
/// where a file's new length came to the disk and its contents did not; or it is whole. A manifest
/// loses no sector from its midst: it grows by some hundred bytes at a time, and RocksDB would not
/// open, as that cannot be told from damage to what had been synced.
final class PowerCut {
  private static final int SECTOR = 512;

  private final Random random;

  PowerCut(Random random) {
    this.random = random;
  }

  void at(List<DiskTape.FileState> files, Path target) throws IOException {
    Files.createDirectories(target);
    for (DiskTape.FileState file : files) {
      byte[] written = Files.readAllBytes(file.kept());
      byte[] left = Arrays.copyOf(written, (int) file.written());
      int synced = (int) file.synced();
      if (synced < left.length) {
        switch (random.nextInt(4)) {
          case 0 -> left = Arrays.copyOf(left, synced);
          case 1 -> left = Arrays.copyOf(left, random.nextInt(synced, left.length));
          case 2 -> tear(file.name(), left, synced);
          default -> {} // all of it came to the disk in time
        }
      }
      if (left.length > 0 || random.nextBoolean()) {
        Files.write(target.resolve(file.name()), left);
      }
    }
  }

  private void tear(String name, byte[] file, int from) {
    if (name.startsWith("MANIFEST")) {
      return;
    }
    for (int at = from; at < file.length; ) {
      int end = Math.min(file.length, (at / SECTOR + 1) * SECTOR);
      if (random.nextBoolean()) {
        Arrays.fill(file, at, end, (byte) 0);
      }
      at = end;
    }
  }
}
