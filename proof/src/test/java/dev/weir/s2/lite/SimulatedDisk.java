package dev.weir.s2.lite;

import dev.weir.proof.sync.jdk.Kernel;
import dev.weir.proof.sync.jdk.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A disk in simulated time for the embedded store. A commit takes a while and is there at one
/// moment of it, so that a crash leaves all of it or nothing; it may also fail, with or without
/// effect. What it holds survives the store that used it.
public final class SimulatedDisk {
  private static final long MOST_COMMIT_NANOS = 3_000_000;
  private static final long UNSYNCED_NANOS = 200_000_000;

  private final Kernel kernel;
  private final BooleanSupplier failsWrite;
  private final boolean lies;
  private final MemoryStorage rows = new MemoryStorage();
  private Node node;
  private boolean failed;

  /// @param lies whether commits return before they are on the disk
  public SimulatedDisk(Kernel kernel, BooleanSupplier failsWrite, boolean lies) {
    this.kernel = kernel;
    this.failsWrite = failsWrite;
    this.lies = lies;
    this.node = kernel.current();
  }

  /// From now on it is that process's.
  public void mount(Node user) {
    node = user;
    failed = false;
  }

  /// A store on what the disk holds.
  public S2Lite open() throws IOException {
    S2LiteOptions options = S2LiteOptions.DEFAULT.withIdleAfter(Duration.ofSeconds(5));
    return S2Lite.of(new Mounted(), options, Time.system(options.clock()));
  }

  private final class Mounted implements Storage {
    @Override
    public void commit(Mutations mutations) throws IOException {
      boolean fails = failsWrite.getAsBoolean();
      boolean applied = !fails || kernel.random().nextBoolean();
      if (lies) {
        kernel.after(UNSYNCED_NANOS, node, () -> apply(mutations));
        return;
      }
      kernel.pauseQuietly(kernel.random().nextLong(MOST_COMMIT_NANOS));
      if (failed) {
        throw new IOException("a write failed before");
      }
      if (applied) {
        apply(mutations);
      }
      if (fails) {
        failed = true;
        kernel.note("a write fails " + (applied ? "behind" : "before") + " its effect");
        throw new IOException("the disk failed");
      }
      kernel.pauseQuietly(kernel.random().nextLong(MOST_COMMIT_NANOS));
    }

    private void apply(Mutations mutations) {
      try {
        rows.commit(mutations);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public Optional<byte[]> get(byte[] key) throws IOException {
      return rows.get(key);
    }

    @Override
    public Optional<Map.Entry<byte[], byte[]>> floor(byte[] key, byte[] lowest) throws IOException {
      return rows.floor(key, lowest);
    }

    @Override
    public void scan(byte[] from, byte[] to, Visitor visitor) throws IOException {
      rows.scan(from, to, visitor);
    }

    @Override
    public List<byte[]> keys(byte[] from, byte[] to, int atMost) throws IOException {
      return rows.keys(from, to, atMost);
    }

    @Override
    public void reopen() throws IOException {
      if (failsWrite.getAsBoolean()) {
        throw new IOException("the disk still fails");
      }
      failed = false;
    }

    @Override
    public void checkpoint(Path directory) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long usableBytes() {
      return Long.MAX_VALUE;
    }

    @Override
    public void close() {}
  }
}
