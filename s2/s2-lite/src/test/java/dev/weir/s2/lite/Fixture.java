package dev.weir.s2.lite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.ReadBatch;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadSession;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Basin;
import dev.weir.s2.S2Stream;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// A store of one basin and one stream, with a manual clock and a storage that can be made to fail.
final class Fixture implements AutoCloseable {
  static final BasinName BASIN = new BasinName("test-basin");
  static final StreamName STREAM = new StreamName("orders");

  final ManualTime time = new ManualTime();
  FaultyStorage storage;
  S2Lite store;
  S2Basin basin;
  S2Stream stream;
  private final Storage beneath;
  private final S2LiteOptions options;

  Fixture(StoreKind kind, Path directory) throws IOException {
    this(kind, directory, S2LiteOptions.DEFAULT);
  }

  Fixture(StoreKind kind, Path directory, S2LiteOptions options) throws IOException {
    this.options = options;
    beneath = kind.storage(directory);
    storage = new FaultyStorage(beneath);
    store = S2Lite.of(storage, options, time);
    basin = store.basin(BASIN);
    stream = basin.stream(STREAM);
  }

  Fixture withStream() {
    return withStream(StreamConfig.UNSET);
  }

  Fixture withStream(StreamConfig config) {
    store.createBasin(BASIN, BasinConfig.DEFAULT);
    basin.createStream(STREAM, config);
    return this;
  }

  /// Closes the store and opens it again on the same rows.
  void reopen() throws IOException {
    store.close();
    storage = new FaultyStorage(beneath);
    open(storage);
  }

  /// Opens a second store on the rows as they are, as after a crash.
  S2Lite openAfterCrash() throws IOException {
    return S2Lite.of(new FaultyStorage(beneath), options, time);
  }

  Storage beneath() {
    return beneath;
  }

  private void open(Storage rows) throws IOException {
    store = S2Lite.of(rows, options, time);
    basin = store.basin(BASIN);
    stream = basin.stream(STREAM);
  }

  void append(String... bodies) {
    stream.append(batch(bodies));
  }

  static AppendInput batch(String... bodies) {
    return AppendInput.of(Arrays.stream(bodies).map(AppendRecord::of).toList());
  }

  static List<String> bodies(ReadBatch batch) {
    return batch.records().stream().map(record -> record.body().utf8()).toList();
  }

  static List<Long> seqNums(ReadBatch batch) {
    return batch.records().stream().map(SequencedRecord::seqNum).toList();
  }

  /// The next batch of a session, heartbeats passed over.
  static ReadBatch nextBatch(ReadSession session) {
    ReadMessage message = session.next();
    while (message instanceof ReadMessage.Heartbeat) {
      message = session.next();
    }
    assertThat(message).isInstanceOf(ReadMessage.Batch.class);
    return ((ReadMessage.Batch) message).batch();
  }

  /// Has done what is due, on the thread whose work it is: nothing else of that thread's runs
  /// beside it.
  void doWhatIsDue() {
    var background = store.engine().background();
    try {
      background.submit(background::doWhatIsDue).get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("what is due was not done", e);
    }
  }

  static void assertEnded(ReadSession session) {
    assertThat(session.next()).isEqualTo(new ReadMessage.End());
    assertThat(session.next()).isEqualTo(new ReadMessage.End());
  }

  /// Runs `call` on a virtual thread.
  static <T> CompletableFuture<T> async(Callable<T> call) {
    var result = new CompletableFuture<T>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            result.complete(call.call());
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  static void assertRejected(ErrorCode code, ThrowingCallable call) {
    assertThat(org.assertj.core.api.Assertions.catchThrowable(call))
        .isInstanceOfSatisfying(
            RequestRejectedException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  static List<String> everything(S2Stream stream) {
    var all = new ArrayList<String>();
    long tail = stream.checkTail().seqNum();
    if (tail == 0) {
      return all;
    }
    try (ReadSession session =
        stream.openRead(dev.weir.s2.ReadRequest.fromSeqNum(0).withCount(Long.MAX_VALUE))) {
      while (session.next() instanceof ReadMessage.Batch(ReadBatch batch)) {
        all.addAll(bodies(batch));
      }
    }
    return all;
  }

  @Override
  public void close() {
    storage.letGo();
    storage.letReadsGo();
    store.close();
    beneath.close();
  }

  static void awaitWaiting(Thread thread) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (thread.getState() != Thread.State.WAITING) {
      assertThat(System.nanoTime()).as("the thread never waited").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  static void awaitHealthy(S2Lite store) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!store.isHealthy()) {
      assertThat(System.nanoTime()).as("healthy in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
