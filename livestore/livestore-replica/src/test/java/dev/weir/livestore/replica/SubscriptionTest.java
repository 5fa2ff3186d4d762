package dev.weir.livestore.replica;

import static dev.weir.livestore.replica.Given.PATIENCE;
import static dev.weir.livestore.replica.Given.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.livestore.sync.EventSeqNum;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class SubscriptionTest {
  @TempDir private Path directory;
  private final SharedLog shared = new SharedLog();

  private EventLog open() {
    return EventLog.open(Given.onDisk(directory.resolve("replica.db")), shared.backend());
  }

  private SQLiteDataSource database() {
    var database = new SQLiteDataSource();
    database.setUrl("jdbc:sqlite:" + directory.resolve("projection.db"));
    return database;
  }

  private void write(int from, int to) {
    for (int i = from; i <= to; i++) {
      shared.appendOther(String.valueOf(i));
    }
  }

  @Test
  void subscription_fromAPlace_deliversInOrderWhatIsThereAndWhatComes() throws Exception {
    write(1, 5);
    BlockingQueue<String> got = new LinkedBlockingQueue<>();
    try (var log = open();
        var subscription =
            log.subscribe(
                number(2),
                page -> page.events().forEach(e -> got.add(e.argsJson().orElseThrow())))) {
      assertThat(subscription.await(number(5), PATIENCE)).isTrue();
      write(6, 7);
      assertThat(subscription.await(number(7), PATIENCE)).isTrue();
    }
    assertThat(got).containsExactly("3", "4", "5", "6", "7");
  }

  @Test
  void pendingEvents_areNotDelivered() throws Exception {
    var backend = FaultyBackend.reliable(shared.backend());
    backend.setOffline(true);
    BlockingQueue<EventPage> got = new LinkedBlockingQueue<>();
    try (var log = EventLog.open(Given.inMemory(), backend);
        var subscription = log.subscribe(EventSeqNum.ROOT, got::add)) {
      Given.commitDurably(log, "own");
      assertThat(got).isEmpty();
      write(1, 1);
      backend.setOffline(false);
      assertThat(subscription.await(number(2), PATIENCE)).isTrue();
    }
    var events = got.stream().flatMap(page -> page.events().stream()).toList();
    assertThat(Given.args(events)).containsExactly("1", "\"own\"");
  }

  @Test
  void namedSubscription_goesOnWhereItWas_afterReopening() throws Exception {
    write(1, 3);
    try (var log = open()) {
      assertThat(log.subscribe("mine", page -> {}).await(number(3), PATIENCE)).isTrue();
    }
    write(4, 5);
    BlockingQueue<String> got = new LinkedBlockingQueue<>();
    try (var log = open()) {
      var subscription =
          log.subscribe(
              "mine", page -> page.events().forEach(e -> got.add(e.argsJson().orElseThrow())));
      assertThat(subscription.await(number(5), PATIENCE)).isTrue();
    }
    assertThat(got).containsExactly("4", "5");
  }

  @Test
  void handlerThatFails_getsTheSameEventsAgain_andNoneIsPassedOver() throws Exception {
    write(1, 3);
    BlockingQueue<Throwable> heard = new LinkedBlockingQueue<>();
    var config =
        Given.onDisk(directory.resolve("replica.db"))
            .withListener(
                new EventLogListener() {
                  @Override
                  public void subscriptionFailed(String subscription, Throwable cause) {
                    heard.add(cause);
                  }
                });
    var broken = new AtomicBoolean(true);
    List<String> got = new ArrayList<>();
    try (var log = EventLog.open(config, shared.backend())) {
      var subscription =
          log.subscribe(
              "mine",
              page -> {
                if (broken.get()) {
                  throw new IllegalStateException("out of order");
                }
                page.events().forEach(e -> got.add(e.argsJson().orElseThrow()));
              });
      assertThat(heard.poll(20, TimeUnit.SECONDS)).hasMessage("out of order");
      assertThat(subscription.failure()).isPresent();
      broken.set(false);
      assertThat(subscription.await(number(3), PATIENCE)).isTrue();
      assertThat(subscription.failure()).isEmpty();
    }
    assertThat(got).containsExactly("1", "2", "3");
  }

  /// A projection that counts each event it sees, by number: no count may become 2.
  private static void count(Connection connection, EventPage page) throws SQLException {
    try (Statement create = connection.createStatement()) {
      create.execute("CREATE TABLE IF NOT EXISTS seen (n INTEGER PRIMARY KEY, times INTEGER)");
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO seen VALUES (?, 1) ON CONFLICT (n) DO UPDATE SET times = times + 1")) {
      for (var event : page.events()) {
        insert.setLong(1, event.seqNum().value());
        insert.executeUpdate();
      }
    }
  }

  private List<Long> seen() throws SQLException {
    var numbers = new ArrayList<Long>();
    try (Connection connection = database().getConnection();
        Statement select = connection.createStatement();
        ResultSet row = select.executeQuery("SELECT n, times FROM seen ORDER BY n")) {
      while (row.next()) {
        assertThat(row.getInt(2)).isEqualTo(1);
        numbers.add(row.getLong(1));
      }
    }
    return numbers;
  }

  @Test
  void jdbcProjection_failingAtAnyPoint_hasEveryEventTakeEffectOnce() throws Exception {
    long seed = Long.getLong("weir.seed", 1);
    var random = new Random(seed);
    var failures = new AtomicInteger();
    for (int round = 1; round <= 5; round++) {
      try (var log = open()) {
        var projection = JdbcProjection.of(database(), "counts", SubscriptionTest::count);
        var subscription = log.subscribe("counts", failing(projection, random, failures));
        write(round * 40 - 39, round * 40);
        assertThat(subscription.await(number(round * 40L), PATIENCE))
            .as("seed %d, %s", seed, subscription.failure())
            .isTrue();
      }
    }
    assertThat(seen()).as("seed %d", seed).hasSize(200);
    assertThat(failures.get()).isPositive();
  }

  /// Fails before the projection has done anything, or when all is committed and the answer lost.
  private static Projection failing(Projection projection, Random random, AtomicInteger failures) {
    return new Projection() {
      @Override
      public EventSeqNum checkpoint() throws Exception {
        return projection.checkpoint();
      }

      @Override
      public void apply(EventPage page) throws Exception {
        int fate = failures.get() == 0 ? 0 : random.nextInt(4);
        if (fate == 1) {
          failures.incrementAndGet();
          throw new SQLException("the database has gone");
        }
        projection.apply(page);
        if (fate == 0) {
          failures.incrementAndGet();
          throw new SQLException("the answer was lost");
        }
      }
    };
  }

  @Test
  void jdbcProjection_runByTwoAtOnce_takesEffectOnce() throws Exception {
    write(1, 100);
    var database = database();
    try (var first = open();
        var second = EventLog.open(Given.inMemory(), shared.backend())) {
      var one =
          first.subscribe("counts", JdbcProjection.of(database, "counts", SubscriptionTest::count));
      var two =
          second.subscribe(
              "counts", JdbcProjection.of(database, "counts", SubscriptionTest::count));
      for (int i = 101; i <= 300; i++) {
        write(i, i);
      }
      assertThat(one.await(number(300), PATIENCE)).isTrue();
      assertThat(two.await(number(300), PATIENCE)).isTrue();
    }
    assertThat(seen()).hasSize(300);
  }

  @Test
  void checkpointAheadOfTheReplica_waitsForIt() throws Exception {
    write(1, 10);
    var database = database();
    try (var log = open()) {
      var projection = JdbcProjection.of(database, "counts", SubscriptionTest::count);
      assertThat(log.subscribe("counts", projection).await(number(10), PATIENCE)).isTrue();
    }
    // A replica that begins anew has less than the projection, for a while.
    try (var log = EventLog.open(Given.inMemory(), shared.backend())) {
      var projection = JdbcProjection.of(database, "counts", SubscriptionTest::count);
      var subscription = log.subscribe("counts", projection);
      write(11, 12);
      assertThat(subscription.await(number(12), PATIENCE)).isTrue();
    }
    assertThat(seen()).hasSize(12);
  }
}
