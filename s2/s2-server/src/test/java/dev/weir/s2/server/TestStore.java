package dev.weir.s2.server;

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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// The engine that a test has set. It shows which sessions are open and how many appends are under
/// way, and holds these back or fails where a test wants it to: one call to a basin, or a session
/// in its midst.
final class TestStore implements S2 {
  private static final int UNLIMITED = 1_000_000_000;

  private final List<Session> sessions = new CopyOnWriteArrayList<>();
  private volatile StreamOptions lastOptions = StreamOptions.NONE;
  private final Set<Appends> appends = ConcurrentHashMap.newKeySet();
  private volatile Optional<S2> engine = Optional.empty();
  private volatile Optional<RuntimeException> failure = Optional.empty();
  private volatile Runnable submitting = () -> {};
  private final Semaphore appendsAllowed = new Semaphore(UNLIMITED);
  private final AtomicInteger appendsUnderWay = new AtomicInteger();

  void set(S2 engine) {
    this.engine = Optional.of(engine);
    failure = Optional.empty();
    sessions.clear();
  }

  /// From now on every use of a basin fails.
  void fail(RuntimeException failure) {
    this.failure = Optional.of(failure);
  }

  /// From now on every input of an append session fails.
  void failInputs(Error failure) {
    submitting =
        () -> {
          throw failure;
        };
  }

  /// From now on appends and inputs wait until they are let go.
  void holdAppends() {
    appendsAllowed.drainPermits();
  }

  void letAppendsGo() {
    appendsAllowed.drainPermits();
    appendsAllowed.release(UNLIMITED);
  }

  /// Appends and inputs that are held back, or that the engine has.
  int appendsUnderWay() {
    return appendsUnderWay.get();
  }

  private <T> T underWay(Supplier<T> append) {
    appendsUnderWay.incrementAndGet();
    try {
      appendsAllowed.acquire();
      return append.get();
    } catch (InterruptedException e) {
      throw new InterruptedCallException("a test", e);
    } finally {
      appendsUnderWay.decrementAndGet();
    }
  }

  /// What the last use of a stream brought with it.
  StreamOptions lastOptions() {
    return lastOptions;
  }

  /// The sessions that are open.
  List<Session> sessions() {
    return sessions;
  }

  /// How many append sessions are open.
  int appendSessions() {
    return appends.size();
  }

  @Override
  public S2Basin basin(BasinName name) {
    failure.ifPresent(e -> {
      throw e;
    });
    return new Basin(engine().basin(name));
  }

  @Override
  public Provisioned<BasinInfo> createBasin(BasinName name, BasinConfig config) {
    return engine().createBasin(name, config);
  }

  @Override
  public Provisioned<BasinInfo> createBasin(
      BasinName name, BasinConfig config, CreateBasinOptions options) {
    return engine().createBasin(name, config, options);
  }

  @Override
  public Provisioned<BasinInfo> ensureBasin(BasinName name, BasinConfig config) {
    return engine().ensureBasin(name, config);
  }

  @Override
  public BasinConfig basinConfig(BasinName name) {
    return engine().basinConfig(name);
  }

  @Override
  public Page<BasinInfo> listBasins(ListRequest request) {
    return engine().listBasins(request);
  }

  @Override
  public void deleteBasin(BasinName name) {
    engine().deleteBasin(name);
  }

  @Override
  public void close() {
    engine.ifPresent(S2::close);
  }

  private S2 engine() {
    return engine.orElseThrow();
  }

  @Override
  public BasinConfig reconfigureBasin(BasinName name, BasinReconfiguration change) {
    return engine().reconfigureBasin(name, change);
  }

  @Override
  public AccessToken issueAccessToken(AccessTokenInfo info) {
    return engine().issueAccessToken(info);
  }

  @Override
  public Page<AccessTokenInfo> listAccessTokens(ListRequest request) {
    return engine().listAccessTokens(request);
  }

  @Override
  public void revokeAccessToken(AccessTokenId id) {
    engine().revokeAccessToken(id);
  }

  @Override
  public List<LocationInfo> listLocations() {
    return engine().listLocations();
  }

  @Override
  public LocationInfo defaultLocation() {
    return engine().defaultLocation();
  }

  @Override
  public LocationInfo setDefaultLocation(LocationName location) {
    return engine().setDefaultLocation(location);
  }

  @Override
  public List<Metric> metrics(MetricSet.Account set, MetricRange range) {
    return engine().metrics(set, range);
  }

  private final class Basin implements S2Basin {
    private final S2Basin basin;

    Basin(S2Basin basin) {
      this.basin = basin;
    }

    @Override
    public BasinName name() {
      return basin.name();
    }

    @Override
    public S2Stream stream(StreamName name, StreamOptions options) {
      lastOptions = options;
      return new Stream(basin.stream(name, options));
    }

    @Override
    public StreamConfig reconfigureStream(StreamName name, StreamReconfiguration change) {
      return basin.reconfigureStream(name, change);
    }

    @Override
    public List<Metric> metrics(MetricSet.Basin set, MetricRange range) {
      return basin.metrics(set, range);
    }

    @Override
    public List<Metric> metrics(StreamName stream, MetricSet.Stream set, MetricRange range) {
      return basin.metrics(stream, set, range);
    }

    @Override
    public Provisioned<StreamInfo> createStream(StreamName name, StreamConfig config) {
      return basin.createStream(name, config);
    }

    @Override
    public Provisioned<StreamInfo> createStream(
        StreamName name, StreamConfig config, RequestToken token) {
      return basin.createStream(name, config, token);
    }

    @Override
    public Provisioned<StreamInfo> ensureStream(StreamName name, StreamConfig config) {
      return basin.ensureStream(name, config);
    }

    @Override
    public StreamConfig streamConfig(StreamName name) {
      return basin.streamConfig(name);
    }

    @Override
    public Page<StreamInfo> listStreams(ListRequest request) {
      return basin.listStreams(request);
    }

    @Override
    public void deleteStream(StreamName name) {
      basin.deleteStream(name);
    }
  }

  private final class Stream implements S2Stream {
    private final S2Stream stream;

    Stream(S2Stream stream) {
      this.stream = stream;
    }

    @Override
    public StreamName name() {
      return stream.name();
    }

    @Override
    public AppendSession openAppend(AppendSessionOptions options) {
      var session = new Appends(stream.openAppend(options));
      appends.add(session);
      return session;
    }

    @Override
    public StreamPosition checkTail() {
      return stream.checkTail();
    }

    @Override
    public AppendAck append(AppendInput input) {
      return underWay(() -> stream.append(input));
    }

    @Override
    public ReadBatch read(ReadRequest request) {
      return stream.read(request);
    }

    @Override
    public ReadSession openRead(ReadRequest request) {
      var session = new Session(stream.openRead(request));
      sessions.add(session);
      return session;
    }
  }

  /// An open append session.
  private final class Appends implements AppendSession {
    private final AppendSession session;

    Appends(AppendSession session) {
      this.session = session;
    }

    @Override
    public CompletableFuture<AppendAck> submit(AppendInput input) {
      submitting.run();
      return underWay(() -> session.submit(input));
    }

    @Override
    public void close() {
      try {
        session.close();
      } finally {
        appends.remove(this);
      }
    }

    @Override
    public void abort() {
      session.abort();
      appends.remove(this);
    }
  }

  /// An open read.
  final class Session implements ReadSession {
    private final ReadSession session;
    private final AtomicInteger delivered = new AtomicInteger();
    private volatile Runnable delivering = () -> {};

    Session(ReadSession session) {
      this.session = session;
    }

    void fail(RuntimeException failure) {
      failBy(() -> {
        throw failure;
      });
    }

    void fail(Error failure) {
      failBy(() -> {
        throw failure;
      });
    }

    private void failBy(Runnable thrower) {
      delivering = thrower;
      session.close();
    }

    /// How many messages it gave away.
    int delivered() {
      return delivered.get();
    }

    @Override
    public ReadMessage next() {
      var message = session.next();
      delivering.run();
      delivered.incrementAndGet();
      return message;
    }

    @Override
    public void close() {
      sessions.remove(this);
      session.close();
    }
  }
}
