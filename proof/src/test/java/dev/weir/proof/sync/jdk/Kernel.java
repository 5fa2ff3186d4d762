package dev.weir.proof.sync.jdk;

import java.net.http.HttpClient;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Runs the virtual threads of some [Node]s on the thread that calls [#run], one at a time. Which
/// one is next a seeded [Random] says, as does everything else that is left to chance; so a seed
/// stands for one run. Time is made up: each step takes a little of it, and when no thread can run
/// it jumps to the next timer.
///
/// A thread runs until it waits, and may also be set back where it takes a lock. There is one
/// kernel at a time in a class loader.
public final class Kernel {
  private static final long MOST_STEP_NANOS = 20_000;
  private static final int ONE_LOCK_IN = 12;
  private static final int LINES_KEPT = 400;
  private static @Nullable Kernel running;

  private final Random random;
  private final Intrusions intrusions = new Intrusions();
  private final List<Task> ready = new ArrayList<>();
  private final IdentityHashMap<Runnable, Integer> numbers = new IdentityHashMap<>();
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private final Deque<Line> lines = new ArrayDeque<>();
  private final Node outside;
  private Node current;
  private long nanos;
  private long wallMillis = 1_800_000_000_000L;
  private long timersMade;
  private long steps;
  private long hash;
  private int nodes;
  private int undisturbed;
  private boolean over;
  private Optional<HttpClient> http = Optional.empty();
  private Optional<Throwable> failure = Optional.empty();

  private record Line(long at, String node, String text) {}

  private record Task(Node node, Runnable continuation, int number) {}

  public Kernel(long seed) {
    random = new Random(seed);
    outside = new Node(this, "outside", nodes++);
    current = outside;
    running = this;
  }

  /// The one that runs.
  public static Kernel get() {
    Kernel kernel = running;
    if (kernel == null) {
      throw new IllegalStateException("nothing is being simulated");
    }
    return kernel;
  }

  public Node newNode(String name) {
    return new Node(this, name, nodes++);
  }

  /// Where nothing is ever killed.
  public Node outside() {
    return outside;
  }

  /// What stands for the JDK's HTTP client.
  public void serveHttp(HttpClient client) {
    http = Optional.of(client);
  }

  HttpClient http() {
    return http.orElseThrow();
  }

  /// Whose thread runs.
  public Node current() {
    return current;
  }

  public Random random() {
    return random;
  }

  /// Whether this happens, which it does `permille` times of a thousand.
  public boolean chance(int permille) {
    return random.nextInt(1_000) < permille;
  }

  public long nanos() {
    return nanos;
  }

  public long wallMillis() {
    return wallMillis + nanos / 1_000_000;
  }

  /// The wall's clock is put forward, or back.
  public void jumpWall(long millis) {
    wallMillis += millis;
  }

  /// Nothing ran for so long: the machine slept.
  public void sleepAll(long forNanos) {
    nanos += forNanos;
  }

  public long steps() {
    return steps;
  }

  /// What differs where anything ran in another order.
  public long hash() {
    return hash;
  }

  /// Keeps a line for whoever looks into a failure.
  public void note(String line) {
    hash = 31 * hash + line.hashCode();
    if (lines.size() == LINES_KEPT) {
      lines.removeFirst();
    }
    lines.addLast(new Line(nanos, current.name(), line));
  }

  public List<String> lines() {
    return lines.stream()
        .map(line -> "%,15d µs %-10s %s".formatted(line.at() / 1_000, line.node(), line.text()))
        .toList();
  }

  /// What must not happen has happened; the run ends.
  public void fail(Throwable why) {
    if (failure.isEmpty()) {
      failure = Optional.of(why);
    }
  }

  /// Runs until it is so.
  ///
  /// @throws DisturbedException if anything beyond the simulation had a say, however the run ended
  public void run(BooleanSupplier done) {
    try {
      while (!done.getAsBoolean()) {
        intrusions.requireNoneYet();
        if (failure.isPresent()) {
          throw new AssertionError(failure.get().toString(), failure.get());
        }
        if (!fireDue()) {
          step();
        }
      }
    } catch (AssertionError e) {
      intrusions.requireNoneToCome();
      throw e;
    }
    intrusions.requireNone();
  }

  /// Nothing runs any more.
  public void stop() {
    over = true;
    ready.clear();
    numbers.clear();
    timers.clear();
  }

  private boolean fireDue() {
    while (!timers.isEmpty() && timers.peek().isCancelled()) {
      timers.remove();
    }
    Timer next = timers.peek();
    if (next == null && ready.isEmpty()) {
      throw new AssertionError("nothing can run, and no timer is set: a deadlock");
    }
    if (next == null || (next.at() > nanos && !ready.isEmpty())) {
      return false;
    }
    timers.remove();
    nanos = Math.max(nanos, next.at());
    next.fire();
    return true;
  }

  private void step() {
    Task task = ready.remove(random.nextInt(ready.size()));
    steps++;
    nanos += 1 + random.nextLong(MOST_STEP_NANOS);
    hash = 31 * (31 * hash + task.node().id()) + nanos;
    intrusions.beginStep(task.continuation());
    runAs(task.node(), task.continuation());
    intrusions.endStep();
  }

  private void runAs(Node node, Runnable work) {
    Node before = current;
    current = node;
    try {
      work.run();
    } finally {
      current = before;
    }
  }

  /// Whether a thread is woken from beyond the simulation, which ends the run.
  boolean isIntrusion(Runnable continuation) {
    return intrusions.isWaking(continuation);
  }

  /// Those that can run are in the order they were started, whatever the order they were woken in:
  /// the JDK's pools wake theirs by hash codes, which are other ones each time.
  void submit(Node node, Runnable continuation) {
    if (over) {
      return;
    }
    int number = numbers.computeIfAbsent(continuation, key -> numbers.size());
    var task = new Task(node, continuation, number);
    int before = Collections.binarySearch(ready, task, Comparator.comparingInt(Task::number));
    ready.add(-before - 1, task);
  }

  /// Has something done later, on no thread: it must not wait.
  public Timer after(long forNanos, Node node, Runnable work) {
    long at = forNanos > Long.MAX_VALUE - nanos ? Long.MAX_VALUE : nanos + forNanos;
    var timer =
        new Timer(
            at,
            timersMade++,
            () -> {
              if (node.isAlive()) {
                runAs(node, work);
              }
            });
    timers.add(timer);
    return timer;
  }

  /// Parks the thread that runs, until it is unparked or that time has come.
  public void parkUntil(long deadline) {
    Thread thread = Thread.currentThread();
    if (deadline == Long.MAX_VALUE) {
      LockSupport.park();
      return;
    }
    Timer timer = after(deadline - nanos, current, () -> LockSupport.unpark(thread));
    try {
      LockSupport.park();
    } finally {
      timer.cancel();
    }
  }

  /// Has the thread that runs wait, whatever wakes it.
  public void pause(long forNanos) throws InterruptedException {
    new Waiters().await(() -> false, forNanos);
  }

  /// The same for those who cannot be interrupted.
  public void pauseQuietly(long forNanos) {
    long end = nanos + forNanos;
    boolean interrupted = false;
    while (nanos < end) {
      parkUntil(end);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// The thread that runs may be set back behind others here.
  @SuppressWarnings("ThreadPriorityCheck") // the scheduler is this one
  public void maybeYield() {
    if (undisturbed == 0
        && Thread.currentThread().isVirtual()
        && random.nextInt(ONE_LOCK_IN) == 0) {
      intrusions.endStep();
      Thread.yield();
    }
  }

  /// Nothing else runs until [#disturb]: whoever waits in between would hold a monitor.
  void doNotDisturb() {
    undisturbed++;
  }

  void disturb() {
    undisturbed--;
  }
}
