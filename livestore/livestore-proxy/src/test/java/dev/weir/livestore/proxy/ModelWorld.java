package dev.weir.livestore.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendConditionFailedException;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.BasinName;
import dev.weir.s2.Bytes;
import dev.weir.s2.Command;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.FencingToken;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamName;
import dev.weir.s2.lite.S2Lite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// Clients, proxies and a foreign writer around one stream, moved by one sequence of random
/// numbers. Nothing runs at once: what goes on elsewhere while a proxy waits for S2 is made to
/// happen inside that call. So the same seed gives the same run.
final class ModelWorld implements AutoCloseable {
  static final String STORE = "shared";
  private static final BasinName BASIN = new BasinName("livestore");
  private static final ProxyConfig CONFIG =
      ProxyConfig.defaults().withPushDeadline(Duration.ofMinutes(2));
  private static final int PROXIES = 3;
  private static final int CLIENTS = 4;
  private static final int FAULT_PERCENT = 12;
  private static final int MAX_NESTED = 2;

  private final Random random;
  private final S2Lite real = S2Lite.inMemory();
  private final List<Line> lines = new ArrayList<>();
  private final List<ModelClient> clients = new ArrayList<>();
  private final List<Late> late = new ArrayList<>();
  private final Set<String> accepted = new HashSet<>();
  private final ModelStream stream = new ModelStream(real.basin(BASIN).stream(name()));
  private final boolean foreign;
  private boolean faulty = true;
  private int nested;
  private int foreignEvents;
  private boolean much;
  private Optional<Throwable> failure = Optional.empty();

  ModelWorld(long seed) {
    this.random = new Random(seed);
    this.foreign = random.nextBoolean();
    for (int i = 0; i < PROXIES; i++) {
      lines.add(new Line());
    }
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new ModelClient("client" + i, STORE, random));
    }
  }

  private static StreamName name() {
    return new StreamName(STORE);
  }

  /// An append whose caller was told that the line was cut, still on its way.
  private record Late(S2Stream stream, AppendInput input) {
    void arrive() {
      try {
        stream.append(input);
      } catch (AppendConditionFailedException | RequestRejectedException e) {
        // too late
      }
    }
  }

  /// A proxy on its own line to S2.
  private final class Line {
    final FaultyS2 s2 = new FaultyS2(real);
    LiveStoreProxy proxy = LiveStoreProxy.over(s2, BASIN, CONFIG);
    boolean busy;
    boolean crashed;

    Line() {
      s2.beforeCall(this::call);
      s2.onAppend(this::append);
    }

    private void call() {
      requireAlive();
      if (!isFault()) {
        return;
      }
      switch (random.nextInt(5)) {
        case 0 -> elsewhere();
        case 1 -> {
          elsewhere();
          throw FaultyS2.cut();
        }
        case 2 -> throw new RequestRejectedException(ErrorCode.UNAVAILABLE, "not now");
        case 3 -> s2.endNextRead();
        default -> throw FaultyS2.cut();
      }
    }

    private AppendAck append(S2Stream stream, AppendInput input) {
      requireAlive();
      if (!isFault()) {
        return stream.append(input);
      }
      if (random.nextBoolean()) {
        elsewhere();
      }
      switch (random.nextInt(8)) {
        case 0 -> throw FaultyS2.cut();
        case 1 -> throw new RequestRejectedException(ErrorCode.PERMISSION_DENIED, "no more");
        case 2 -> late.add(new Late(stream, input));
        case 3 -> {
          stream.append(input);
          crashed = true;
        }
        case 4 -> {
          late.add(new Late(stream, input));
          crashed = true;
        }
        case 5 -> {
          AppendAck ack = stream.append(input);
          elsewhere();
          return ack;
        }
        default -> {
          stream.append(input);
          elsewhere();
        }
      }
      requireAlive();
      throw FaultyS2.cut();
    }

    /// The process is gone: whatever the proxy object still does has no effect.
    private void requireAlive() {
      if (crashed) {
        var unused = Thread.startVirtualThread(proxy::close);
        throw new RequestRejectedException(ErrorCode.PERMISSION_DENIED, "the process is gone");
      }
    }

    void restart() {
      proxy.close();
      crashed = false;
      proxy = LiveStoreProxy.over(s2, BASIN, CONFIG);
    }
  }

  private boolean isFault() {
    return faulty && random.nextInt(100) < FAULT_PERCENT;
  }

  /// Time passes while a call waits: others act.
  private void elsewhere() {
    if (nested == MAX_NESTED) {
      return;
    }
    nested++;
    try {
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        act();
      }
    } catch (Throwable e) {
      failure = failure.isPresent() ? failure : Optional.of(e);
    } finally {
      nested--;
    }
  }

  void run(int steps) throws Throwable {
    for (int i = 0; i < steps; i++) {
      act();
      throwFailure();
    }
  }

  private void throwFailure() throws Throwable {
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  private void act() {
    ModelClient client = clients.get(random.nextInt(CLIENTS));
    switch (random.nextInt(16)) {
      case 0, 1, 2 -> client.commit(1 + random.nextInt(3), random.nextInt(20));
      case 3 -> commitMuch(client);
      case 4, 5, 6, 7, 8 -> push(client);
      case 9, 10, 11 -> pull(client);
      case 12 -> arriveLate();
      case 13 -> restart();
      default -> {
        if (foreign) {
          writeForeign();
        }
      }
    }
  }

  /// More than one append takes, in number or in bytes. Once, in some runs: it is what takes time.
  private void commitMuch(ModelClient client) {
    if (much) {
      return;
    }
    much = true;
    switch (random.nextInt(8)) {
      case 0 -> client.commit(2, 600_000);
      case 1, 2 -> client.commit(1_001 + random.nextInt(400), 0);
      default -> client.commit(10, 0);
    }
  }

  private void push(ModelClient client) {
    Line line = idleLine();
    List<EncodedEvent> batch = client.batch();
    line.busy = true;
    try {
      for (int times = 1 + random.nextInt(2); times > 0; times--) {
        boolean stored = stored(batch);
        switch (client.push(line.proxy, batch)) {
          case ACCEPTED -> accept(batch);
          case BEHIND -> assertThat(stored).as("a repeat is recognised").isFalse();
          case UNKNOWN -> {}
        }
      }
    } finally {
      line.busy = false;
      reviveIfCrashed(line);
    }
  }

  /// What was acknowledged is in the stream by then.
  private void accept(List<EncodedEvent> batch) {
    assertThat(stored(batch)).as("what is acknowledged is stored").isTrue();
    batch.stream().map(EncodedEvent::name).forEach(accepted::add);
  }

  private boolean stored(List<EncodedEvent> batch) {
    stream.refresh();
    return stream.events().containsAll(batch);
  }

  private void pull(ModelClient client) {
    Line line = idleLine();
    line.busy = true;
    try {
      client.pull(line.proxy);
    } finally {
      line.busy = false;
      reviveIfCrashed(line);
    }
  }

  private Line idleLine() {
    List<Line> idle = lines.stream().filter(line -> !line.busy).toList();
    return idle.get(random.nextInt(idle.size()));
  }

  private void reviveIfCrashed(Line line) {
    if (line.crashed) {
      line.restart();
    }
  }

  private void restart() {
    idleLine().restart();
  }

  private void arriveLate() {
    if (!late.isEmpty()) {
      late.remove(random.nextInt(late.size())).arrive();
    }
  }

  /// Another program writes to the stream without looking: doubles, losers of races, what is no
  /// event, and now and then what happens to extend the store.
  private void writeForeign() {
    stream.refresh();
    if (stream.records().isEmpty()) {
      return;
    }
    switch (random.nextInt(8)) {
      case 0 -> foreign(AppendRecord.of(anyBody()));
      case 1 -> foreign(AppendRecord.of("no event"));
      case 2 -> foreign(AppendRecord.of(""));
      case 3 -> foreign(new Command.Fence(new FencingToken("theirs")).toRecord());
      case 4 -> foreign(event(random.nextLong(stream.head() + 1) + 1));
      case 5 -> foreign(event(stream.head() + 1));
      case 6 -> foreign(event(stream.head() + 2 + random.nextInt(3)));
      default ->
          clients.get(random.nextInt(CLIENTS)).batch().stream()
              .findFirst()
              .ifPresent(event -> foreign(AppendRecord.of(event.json())));
    }
  }

  private void foreign(AppendRecord record) {
    real.basin(BASIN).stream(name()).append(AppendInput.of(record));
  }

  private Bytes anyBody() {
    return stream.records().get(random.nextInt(stream.records().size())).body();
  }

  private AppendRecord event(long seqNum) {
    var number = new EventSeqNum(seqNum);
    var parent = new EventSeqNum(seqNum - 1);
    EncodedEvent event =
        EncodedEvent.of("foreign" + foreignEvents++, "{}", number, parent, "foreign", "s");
    return AppendRecord.of(event.json());
  }

  /// Nothing fails any more, what was on its way arrives, and one client has gone for ever.
  void quiesce() throws Throwable {
    faulty = false;
    while (!late.isEmpty()) {
      arriveLate();
    }
    clients.removeLast();
    for (int round = 0; round < 50 && !clients.stream().allMatch(ModelClient::isSynced); round++) {
      for (ModelClient client : clients) {
        pull(client);
        push(client);
      }
    }
    clients.forEach(this::pull);
    throwFailure();
    stream.refresh();
  }

  ModelStream stream() {
    return stream;
  }

  boolean hasForeignWriter() {
    return foreign;
  }

  List<ModelClient> clients() {
    return clients;
  }

  Set<String> accepted() {
    return accepted;
  }

  List<LiveStoreProxy> proxies() {
    return lines.stream().map(line -> line.proxy).toList();
  }

  /// A proxy that has seen nothing yet.
  LiveStoreProxy newProxy() {
    return LiveStoreProxy.over(real, BASIN, CONFIG);
  }

  Random random() {
    return random;
  }

  @Override
  public void close() {
    lines.forEach(line -> line.proxy.close());
    real.close();
  }
}
