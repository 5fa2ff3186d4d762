package dev.weir.bench.load;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// The clients and their stores, who comes and goes, and who commits. Used by the loop's thread
/// alone.
final class Crowd {
  /// How clients behave.
  ///
  /// @param clients that are there, or on their way back
  /// @param clientsOfAStore at most
  /// @param eventsOfAPush at most
  /// @param mostPending events that a client has room for
  /// @param stay seconds that a client stays on the average; 0 for as long as the crowd
  /// @param away seconds until it comes back, at most
  /// @param fresh how many of those that come back do so to a new store
  /// @param cold how many come back having lost what they had
  /// @param stale how many pushes build on an event that is not the last, on purpose
  record Habits(
      int clients,
      int clientsOfAStore,
      int eventsOfAPush,
      int mostPending,
      double stay,
      double away,
      double fresh,
      double cold,
      double stale) {}

  /// Looks so often for one that has room, before nobody is taken to have.
  private static final int LOOKS = 20;

  private static final long LOOK_AGAIN_NANOS = 10_000_000;

  private static final double NANOS_A_SECOND = 1e9;

  private final Loop loop;
  private final Habits habits;
  private final String run;
  private final Tally tally = new Tally();
  private final SplittableRandom random = new SplittableRandom(20_26);
  private final List<LoadClient> clients = new ArrayList<>();
  private final List<SharedStore> stores = new ArrayList<>();
  private final Pinger pinger;
  private int membersOfLast;
  private Arrivals arrivals = new Arrivals.None();
  private int turns;
  private long nextNanos;
  private int outstanding;
  private boolean looksAgain;
  private boolean quiet;

  /// @param run begins the names of the stores
  Crowd(Loop loop, URI endpoint, Habits habits, String run) {
    this.loop = loop;
    this.habits = habits;
    this.run = run;
    var world =
        new LoadClient.World(loop, endpoint, tally, System.nanoTime(), habits.eventsOfAPush());
    pinger = new Pinger(loop, endpoint, tally);
    for (var i = 0; i < habits.clients(); i++) {
      clients.add(new LoadClient(world, i, nextStore(), this::stored));
    }
  }

  /// All come, not at once but over `nanos`.
  void joinOver(long nanos) {
    var now = System.nanoTime();
    for (var i = 0; i < clients.size(); i++) {
      var client = clients.get(i);
      loop.at(now + nanos * i / clients.size(), () -> come(client, client.store(), false));
    }
    pinger.start();
  }

  private SharedStore nextStore() {
    if (stores.isEmpty() || membersOfLast == habits.clientsOfAStore()) {
      stores.add(new SharedStore(run + "-" + stores.size()));
      membersOfLast = 0;
    }
    membersOfLast++;
    return stores.getLast();
  }

  private void come(LoadClient client, SharedStore store, boolean withNothing) {
    client.join(store, withNothing);
    if (habits.stay() > 0) {
      var stay = -Math.log(1 - random.nextDouble()) * habits.stay();
      loop.at(System.nanoTime() + (long) (stay * NANOS_A_SECOND), () -> go(client));
    }
  }

  private void go(LoadClient client) {
    if (quiet) {
      return;
    }
    client.leave();
    var away = random.nextDouble() * habits.away();
    loop.at(System.nanoTime() + (long) (away * NANOS_A_SECOND), () -> comeBack(client));
  }

  private void comeBack(LoadClient client) {
    var what = random.nextDouble();
    if (client.pending() > 0 || what > habits.fresh() + habits.cold()) {
      come(client, client.store(), false);
    } else if (what < habits.fresh()) {
      come(client, nextStore(), true);
    } else {
      come(client, client.store(), true);
    }
  }

  // --- commits

  /// Commits come like this from now on.
  void arrive(Arrivals how) {
    arrivals = how;
    var turn = ++turns;
    switch (how) {
      case Arrivals.None none -> {}
      case Arrivals.Open open -> {
        nextNanos = System.nanoTime();
        next(open, turn);
      }
      case Arrivals.Closed closed -> fill();
    }
  }

  private void next(Arrivals.Open open, int turn) {
    if (turn != turns) {
      return;
    }
    while (nextNanos <= System.nanoTime()) {
      if (!commit(nextNanos)) {
        tally.turnedAway();
      }
      nextNanos += open.gapNanos(random);
    }
    loop.at(nextNanos, () -> next(open, turn));
  }

  private void fill() {
    if (arrivals instanceof Arrivals.Closed closed) {
      while (outstanding < closed.atATime() && commit(System.nanoTime())) {}
      if (outstanding == 0) {
        fillLater(); // nothing is under way whose end would have this called
      }
    }
  }

  private void fillLater() {
    if (!looksAgain) {
      looksAgain = true;
      loop.at(
          System.nanoTime() + LOOK_AGAIN_NANOS,
          () -> {
            looksAgain = false;
            fill();
          });
    }
  }

  private void stored() {
    outstanding--;
    if (arrivals instanceof Arrivals.Closed) {
      // Not here: the client is in the midst of its work.
      loop.at(System.nanoTime(), this::fill);
    }
  }

  /// Whether a client took it.
  private boolean commit(long atNanos) {
    for (var i = 0; i < LOOKS; i++) {
      var client = clients.get(random.nextInt(clients.size()));
      if (client.isOnline() && client.pending() < habits.mostPending()) {
        outstanding++;
        client.commit(atNanos, random.nextDouble() < habits.stale());
        return true;
      }
    }
    return false;
  }

  // --- what is to be seen

  Tally.Interval takeInterval() {
    return tally.take();
  }

  int outstanding() {
    return outstanding;
  }

  int online() {
    return (int) clients.stream().filter(LoadClient::isOnline).count();
  }

  List<SharedStore> stores() {
    return List.copyOf(stores);
  }

  /// Where each client is in its store.
  List<LoadClient> clients() {
    return List.copyOf(clients);
  }

  /// Nobody leaves any more, and nothing is committed.
  void quieten() {
    quiet = true;
    arrive(new Arrivals.None());
  }

  /// Whether all are there, and have pushed and pulled all there is.
  boolean isSettled() {
    return clients.stream()
        .allMatch(client ->
            client.isOnline()
                && client.pending() == 0
                && client.lastS2SeqNum() >= client.store().length() - 1);
  }
}
