package dev.weir.proof.sync;

import dev.weir.proof.sync.jdk.Kernel;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/// How much goes wrong in one run, and what with the next message. Some runs are calm, some have
/// much of one fault and little of others.
final class Weather {
  /// What becomes of a call.
  enum Fate {
    ARRIVES,
    /// It never gets there.
    LOST,
    /// It is done, and nobody is told.
    ANSWER_LOST,
    /// It is done twice.
    TWICE,
    /// It is done when its caller has long been told that the line was cut.
    LATE,
    /// It is turned down.
    REFUSED
  }

  /// What happens to processes and machines.
  enum Event {
    S2_CRASH,
    S2_RESTART,
    PROXY_CRASH,
    PROXY_RESTART,
    CLIENT_CRASH,
    CLIENT_POWER_CUT,
    CLIENT_RESTART,
    CUT,
    STOPPED,
    SLEEP,
    WALL_CLOCK,
    DISK
  }

  private static final int MOST_PERMILLE = 150;

  private final Kernel kernel;
  private final Map<Fate, Integer> permille = new EnumMap<>(Fate.class);
  private final Map<Event, Integer> weights = new EnumMap<>(Event.class);
  private final Map<Event, Integer> counts = new EnumMap<>(Event.class);
  private final Map<Fate, Integer> fates = new EnumMap<>(Fate.class);
  private final int breakPermille;
  private final boolean slow;
  private boolean calm;
  private boolean over;

  Weather(Kernel kernel) {
    this.kernel = kernel;
    this.calm = kernel.chance(50);
    for (Fate fate : Fate.values()) {
      permille.put(fate, kernel.chance(500) ? kernel.random().nextInt(MOST_PERMILLE) : 0);
    }
    for (Event event : Event.values()) {
      weights.put(event, kernel.chance(500) ? 1 + kernel.random().nextInt(5) : 0);
    }
    breakPermille = kernel.chance(500) ? kernel.random().nextInt(MOST_PERMILLE) : 0;
    slow = kernel.chance(300);
  }

  /// Nothing goes wrong any more.
  void clear() {
    calm = true;
    over = true;
  }

  /// Whether all is over, and only what was begun is brought to its end.
  boolean isOver() {
    return over;
  }

  boolean isCalm() {
    return calm;
  }

  Fate fate() {
    if (calm) {
      return Fate.ARRIVES;
    }
    for (Map.Entry<Fate, Integer> chance : permille.entrySet()) {
      if (chance.getKey() != Fate.ARRIVES && kernel.chance(chance.getValue())) {
        fates.merge(chance.getKey(), 1, Integer::sum);
        kernel.note("the next call: " + chance.getKey());
        return chance.getKey();
      }
    }
    return Fate.ARRIVES;
  }

  /// Whether a stream breaks at its next message.
  boolean breaks() {
    return !calm && kernel.chance(breakPermille);
  }

  /// Whether the disk fails its next write.
  boolean failsWrite() {
    return !calm && weights.getOrDefault(Event.DISK, 0) > 0 && kernel.chance(40);
  }

  /// How long a message takes.
  long delay() {
    long micros = 100L + kernel.random().nextInt(2_000);
    if (!calm && kernel.chance(slow ? 200 : 20)) {
      micros += kernel.random().nextInt(3_000_000);
    }
    return micros * 1_000;
  }

  /// A time that is mostly short, in nanoseconds.
  long upTo(long seconds) {
    long most = seconds * 1_000_000_000;
    return kernel.random().nextBoolean()
        ? kernel.random().nextLong(most / 100) + 1
        : kernel.random().nextLong(most) + 1;
  }

  /// What happens next, by its weight; the disk fails by itself.
  Event event() {
    int all = weights.values().stream().mapToInt(Integer::intValue).sum();
    int at = kernel.random().nextInt(Math.max(1, all));
    Event chosen = Event.CUT;
    for (Map.Entry<Event, Integer> weight : weights.entrySet()) {
      at -= weight.getValue();
      if (at < 0) {
        chosen = weight.getKey();
        break;
      }
    }
    counts.merge(chosen, 1, Integer::sum);
    return chosen;
  }

  /// What went wrong, and how often.
  Map<String, Integer> tally() {
    var tally = new TreeMap<String, Integer>();
    counts.forEach((event, count) -> tally.put(event.name(), count));
    fates.forEach((fate, count) -> tally.put(fate.name(), count));
    return tally;
  }
}
