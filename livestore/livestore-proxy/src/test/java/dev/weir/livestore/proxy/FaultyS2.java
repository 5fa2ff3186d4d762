package dev.weir.livestore.proxy;

import dev.weir.s2.AccessToken;
import dev.weir.s2.AccessTokenId;
import dev.weir.s2.AccessTokenInfo;
import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendSession;
import dev.weir.s2.AppendSessionOptions;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinInfo;
import dev.weir.s2.BasinName;
import dev.weir.s2.BasinReconfiguration;
import dev.weir.s2.CreateBasinOptions;
import dev.weir.s2.InterruptedCallException;
import dev.weir.s2.ListRequest;
import dev.weir.s2.LocationInfo;
import dev.weir.s2.LocationName;
import dev.weir.s2.Metric;
import dev.weir.s2.MetricRange;
import dev.weir.s2.MetricSet;
import dev.weir.s2.Page;
import dev.weir.s2.Provisioned;
import dev.weir.s2.ReadBatch;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.ReadSession;
import dev.weir.s2.RequestToken;
import dev.weir.s2.S2;
import dev.weir.s2.S2Basin;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamInfo;
import dev.weir.s2.StreamName;
import dev.weir.s2.StreamOptions;
import dev.weir.s2.StreamPosition;
import dev.weir.s2.StreamReconfiguration;
import dev.weir.s2.TransportException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A real store behind a line that fails when a test says so.
final class FaultyS2 implements S2 {
  private final S2 real;
  private volatile Runnable beforeAppend = () -> {};
  private volatile Runnable afterAppend = () -> {};
  private volatile Runnable beforeCall = () -> {};
  private volatile AppendFault appendFault = S2Stream::append;
  private volatile boolean down;
  private volatile boolean endReads;
  private final AtomicBoolean endNextRead = new AtomicBoolean();
  private volatile CountDownLatch hang = new CountDownLatch(0);
  private final Queue<RuntimeException> readFailures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger openSessions = new AtomicInteger();
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicLong recordsRead = new AtomicLong();

  FaultyS2(S2 real) {
    this.real = real;
  }

  /// Runs before an append reaches the store.
  void beforeAppend(Runnable fault) {
    beforeAppend = fault;
  }

  /// Runs after an append was stored, before its answer comes back.
  void afterAppend(Runnable fault) {
    afterAppend = fault;
  }

  /// What becomes of an append to the real stream.
  interface AppendFault {
    AppendAck append(S2Stream real, AppendInput input);
  }

  /// Every append happens so.
  void onAppend(AppendFault fault) {
    appendFault = fault;
  }

  /// Runs before each call but an append, and before each batch of a read.
  void beforeCall(Runnable fault) {
    beforeCall = fault;
  }

  /// Every call fails while the store is down.
  void down(boolean down) {
    this.down = down;
  }

  /// Every call hangs and then fails, until [#answer()].
  void hang() {
    hang = new CountDownLatch(1);
  }

  void answer() {
    hang.countDown();
  }

  /// Reads end at once, as those of a server that drains.
  void endReads(boolean end) {
    endReads = end;
  }

  /// The next batch of a read is its end, as if a server drained.
  void endNextRead() {
    endNextRead.set(true);
  }

  /// The next read that is opened fails so.
  void failNextRead(RuntimeException failure) {
    readFailures.add(failure);
  }

  /// Sessions that were opened and not closed.
  int openSessions() {
    return openSessions.get();
  }

  /// Calls that were made.
  int calls() {
    return calls.get();
  }

  /// Records that were read.
  long recordsRead() {
    return recordsRead.get();
  }

  static TransportException cut() {
    return new TransportException("the line was cut", true, null);
  }

  private void requireUp() {
    calls.incrementAndGet();
    if (hang.getCount() > 0) {
      try {
        hang.await();
      } catch (InterruptedException e) {
        throw new InterruptedCallException("S2", e);
      }
      throw cut();
    }
    if (down) {
      throw cut();
    }
  }

  private void requireUpForCall() {
    requireUp();
    beforeCall.run();
  }

  @Override
  public S2Basin basin(BasinName name) {
    return new FaultyBasin(real.basin(name));
  }

  @Override
  public Provisioned<BasinInfo> createBasin(BasinName name, BasinConfig config) {
    requireUpForCall();
    return real.createBasin(name, config);
  }

  @Override
  public Provisioned<BasinInfo> createBasin(
      BasinName name, BasinConfig config, CreateBasinOptions options) {
    requireUpForCall();
    return real.createBasin(name, config, options);
  }

  @Override
  public Provisioned<BasinInfo> ensureBasin(BasinName name, BasinConfig config) {
    requireUpForCall();
    return real.ensureBasin(name, config);
  }

  @Override
  public BasinConfig basinConfig(BasinName name) {
    requireUpForCall();
    return real.basinConfig(name);
  }

  @Override
  public Page<BasinInfo> listBasins(ListRequest request) {
    requireUpForCall();
    return real.listBasins(request);
  }

  @Override
  public void deleteBasin(BasinName name) {
    requireUpForCall();
    real.deleteBasin(name);
  }

  @Override
  public void close() {
    real.close();
  }

  @Override
  public BasinConfig reconfigureBasin(BasinName name, BasinReconfiguration change) {
    requireUpForCall();
    return real.reconfigureBasin(name, change);
  }

  @Override
  public AccessToken issueAccessToken(AccessTokenInfo info) {
    requireUpForCall();
    return real.issueAccessToken(info);
  }

  @Override
  public Page<AccessTokenInfo> listAccessTokens(ListRequest request) {
    requireUpForCall();
    return real.listAccessTokens(request);
  }

  @Override
  public void revokeAccessToken(AccessTokenId id) {
    requireUpForCall();
    real.revokeAccessToken(id);
  }

  @Override
  public List<LocationInfo> listLocations() {
    requireUpForCall();
    return real.listLocations();
  }

  @Override
  public LocationInfo defaultLocation() {
    requireUpForCall();
    return real.defaultLocation();
  }

  @Override
  public LocationInfo setDefaultLocation(LocationName location) {
    requireUpForCall();
    return real.setDefaultLocation(location);
  }

  @Override
  public List<Metric> metrics(MetricSet.Account set, MetricRange range) {
    requireUpForCall();
    return real.metrics(set, range);
  }

  private final class FaultyBasin implements S2Basin {
    private final S2Basin basin;

    FaultyBasin(S2Basin basin) {
      this.basin = basin;
    }

    @Override
    public BasinName name() {
      return basin.name();
    }

    @Override
    public S2Stream stream(StreamName name, StreamOptions options) {
      return new FaultyStream(basin.stream(name, options));
    }

    @Override
    public StreamConfig reconfigureStream(StreamName name, StreamReconfiguration change) {
      requireUpForCall();
      return basin.reconfigureStream(name, change);
    }

    @Override
    public List<Metric> metrics(MetricSet.Basin set, MetricRange range) {
      requireUpForCall();
      return basin.metrics(set, range);
    }

    @Override
    public List<Metric> metrics(StreamName stream, MetricSet.Stream set, MetricRange range) {
      requireUpForCall();
      return basin.metrics(stream, set, range);
    }

    @Override
    public Provisioned<StreamInfo> createStream(StreamName name, StreamConfig config) {
      requireUpForCall();
      return basin.createStream(name, config);
    }

    @Override
    public Provisioned<StreamInfo> createStream(
        StreamName name, StreamConfig config, RequestToken token) {
      requireUpForCall();
      return basin.createStream(name, config, token);
    }

    @Override
    public Provisioned<StreamInfo> ensureStream(StreamName name, StreamConfig config) {
      requireUpForCall();
      return basin.ensureStream(name, config);
    }

    @Override
    public StreamConfig streamConfig(StreamName name) {
      requireUpForCall();
      return basin.streamConfig(name);
    }

    @Override
    public Page<StreamInfo> listStreams(ListRequest request) {
      requireUpForCall();
      return basin.listStreams(request);
    }

    @Override
    public void deleteStream(StreamName name) {
      requireUpForCall();
      basin.deleteStream(name);
    }
  }

  private final class FaultyStream implements S2Stream {
    private final S2Stream stream;

    FaultyStream(S2Stream stream) {
      this.stream = stream;
    }

    @Override
    public StreamName name() {
      return stream.name();
    }

    @Override
    public AppendSession openAppend(AppendSessionOptions options) {
      requireUpForCall();
      return stream.openAppend(options);
    }

    @Override
    public StreamPosition checkTail() {
      requireUpForCall();
      return stream.checkTail();
    }

    @Override
    public AppendAck append(AppendInput input) {
      requireUp();
      beforeAppend.run();
      AppendAck ack = appendFault.append(stream, input);
      afterAppend.run();
      return ack;
    }

    @Override
    public ReadBatch read(ReadRequest request) {
      requireUpForCall();
      return stream.read(request);
    }

    @Override
    public ReadSession openRead(ReadRequest request) {
      requireUpForCall();
      RuntimeException failure = readFailures.poll();
      if (failure != null) {
        throw failure;
      }
      return new FaultySession(stream.openRead(request));
    }
  }

  private final class FaultySession implements ReadSession {
    private final ReadSession session;
    private final AtomicBoolean closed = new AtomicBoolean();

    FaultySession(ReadSession session) {
      this.session = session;
      openSessions.incrementAndGet();
    }

    @Override
    public ReadMessage next() {
      if (endReads) {
        return new ReadMessage.End();
      }
      beforeCall.run();
      if (endNextRead.getAndSet(false)) {
        return new ReadMessage.End();
      }
      ReadMessage message = session.next();
      if (message instanceof ReadMessage.Batch(var batch)) {
        recordsRead.addAndGet(batch.records().size());
      }
      return message;
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        openSessions.decrementAndGet();
      }
      session.close();
    }
  }
}
