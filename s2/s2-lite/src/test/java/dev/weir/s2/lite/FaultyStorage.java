package dev.weir.s2.lite;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// A storage whose commits can be counted, held back and made to fail, and whose reads can be held
/// back: gets with what they found, scans before they look.
final class FaultyStorage implements Storage {
  /// What becomes of the commit that fails.
  enum Fault {
    /// Nothing of it was written.
    NOTHING_WRITTEN,
    /// It was written, but the caller is told otherwise, as when a sync fails.
    WRITTEN,
    /// Memory ran out before anything was written.
    OUT_OF_MEMORY
  }

  private static final int UNLIMITED = 1_000_000_000;

  private final Storage storage;
  private final AtomicInteger commits = new AtomicInteger();
  private final Semaphore allowed = new Semaphore(UNLIMITED);
  private final Semaphore arrived = new Semaphore(0);
  private final Semaphore readsAllowed = new Semaphore(UNLIMITED);
  private final Semaphore readsArrived = new Semaphore(0);
  private volatile int failAt = Integer.MAX_VALUE;
  private volatile int failUntil = Integer.MAX_VALUE;
  private volatile Fault fault = Fault.NOTHING_WRITTEN;
  private volatile Optional<Random> random = Optional.empty();
  private volatile int oneOf;
  private volatile boolean readsFail;
  private volatile Optional<String> damaged = Optional.empty();
  private volatile boolean reopens = true;
  private volatile long usableBytes = Long.MAX_VALUE;

  FaultyStorage(Storage storage) {
    this.storage = storage;
  }

  /// Makes the commit fail that comes after `commits` more.
  FaultyStorage failAfter(int commits, Fault fault) {
    this.failAt = this.commits.get() + commits;
    this.fault = fault;
    return this;
  }

  /// Makes the next commit fail, and none after it.
  void failOnce(Fault fault) {
    failFor(0, 1, fault);
  }

  /// Makes `failures` commits fail that come after `commits` more.
  void failFor(int commits, int failures, Fault fault) {
    failUntil = this.commits.get() + commits + failures;
    failAfter(commits, fault);
  }

  /// Makes one commit of `oneOf` fail, and every third attempt to open it anew, until `mend`.
  void failAtRandom(Random random, int oneOf) {
    this.random = Optional.of(random);
    this.oneOf = oneOf;
  }

  void mend() {
    random = Optional.empty();
  }

  /// Whether the storage lets itself be opened anew.
  void reopens(boolean reopens) {
    this.reopens = reopens;
  }

  void usableBytes(long bytes) {
    usableBytes = bytes;
  }

  void hold() {
    allowed.drainPermits();
    arrived.drainPermits();
  }

  /// Waits until a commit is being held.
  void awaitHeld() {
    arrived.acquireUninterruptibly();
  }

  void letGo() {
    allowed.drainPermits();
    allowed.release(UNLIMITED);
  }

  /// Makes rows unreadable whose keys begin so.
  void damage(String prefix) {
    damaged = Optional.of(prefix);
  }

  /// Whether reads of ranges meet an error that is no fault of the disk.
  void failReads(boolean fail) {
    readsFail = fail;
  }

  void holdReads() {
    readsAllowed.drainPermits();
    readsArrived.drainPermits();
  }

  /// Waits until one more read is being held.
  void awaitHeldRead() {
    readsArrived.acquireUninterruptibly();
  }

  void letOneReadGo() {
    readsAllowed.release();
  }

  void letReadsGo() {
    readsAllowed.drainPermits();
    readsAllowed.release(UNLIMITED);
  }

  int commits() {
    return commits.get();
  }

  @Override
  public void commit(Mutations mutations) throws IOException {
    arrived.release();
    allowed.acquireUninterruptibly();
    Optional<Random> dice = random;
    if (dice.isPresent() && dice.get().nextInt(oneOf) == 0) {
      if (dice.get().nextBoolean()) {
        storage.commit(mutations);
      }
      throw new IOException("the disk is broken");
    }
    int number = commits.getAndIncrement();
    if (number >= failAt && number < failUntil) {
      switch (fault) {
        case WRITTEN -> storage.commit(mutations);
        case OUT_OF_MEMORY -> throw new OutOfMemoryError("injected");
        case NOTHING_WRITTEN -> {}
      }
      throw new IOException("the disk is broken");
    }
    storage.commit(mutations);
  }

  @Override
  public Optional<byte[]> get(byte[] key) throws IOException {
    if (damaged.filter(new String(key, ISO_8859_1)::startsWith).isPresent()) {
      throw new IOException("block checksum mismatch");
    }
    Optional<byte[]> found = storage.get(key);
    awaitReadsAllowed();
    return found;
  }

  @Override
  public Optional<Map.Entry<byte[], byte[]>> floor(byte[] key, byte[] lowest) throws IOException {
    return storage.floor(key, lowest);
  }

  @Override
  public void scan(byte[] from, byte[] to, Visitor visitor) throws IOException {
    awaitReadsAllowed();
    failIfAsked();
    storage.scan(from, to, visitor);
  }

  @Override
  public List<byte[]> keys(byte[] from, byte[] to, int atMost) throws IOException {
    failIfAsked();
    return storage.keys(from, to, atMost);
  }

  private void failIfAsked() {
    if (readsFail) {
      throw new NoClassDefFoundError("injected");
    }
  }

  private void awaitReadsAllowed() {
    readsArrived.release();
    readsAllowed.acquireUninterruptibly();
  }

  @Override
  public void reopen() throws IOException {
    if (!reopens || random.filter(dice -> dice.nextInt(3) == 0).isPresent()) {
      throw new IOException("the disk is still broken");
    }
  }

  @Override
  public void checkpoint(Path directory) throws IOException {
    storage.checkpoint(directory);
  }

  @Override
  public long usableBytes() {
    return usableBytes;
  }

  /// Keeps the storage beneath open: it outlives the engine, as a disk does.
  @Override
  public void close() {}
}
