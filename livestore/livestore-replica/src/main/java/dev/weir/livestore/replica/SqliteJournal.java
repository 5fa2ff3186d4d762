package dev.weir.livestore.replica;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.backend.PullCursor;
import dev.weir.livestore.sync.backend.PulledEvent;
import dev.weir.livestore.sync.internal.JsonText;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A journal in an SQLite file. Each call is one transaction, in the write-ahead log, synced.
final class SqliteJournal implements Journal {
  private final SqliteFile file;
  private final FileLock lock;
  private final Connection connection;
  private final Author author;
  private final PreparedStatement insertEvent;
  private final PreparedStatement insertPending;
  private final PreparedStatement deletePending;
  private final PreparedStatement setGeneration;
  private int generation;

  /// The places of the pending events: the first, and the one that the next gets.
  private long firstPlace = 1;

  private long nextPlace = 1;

  private SqliteJournal(SqliteFile file, FileLock lock, Connection connection, Author author)
      throws SQLException {
    this.file = file;
    this.lock = lock;
    this.connection = connection;
    this.author = author;
    this.insertEvent = connection.prepareStatement("INSERT INTO eventlog VALUES (?, ?, ?)");
    this.insertPending = connection.prepareStatement("INSERT INTO pending VALUES (?, ?, ?)");
    this.deletePending = connection.prepareStatement("DELETE FROM pending WHERE place < ?");
    this.setGeneration = connection.prepareStatement("UPDATE replica SET rebaseGeneration = ?");
  }

  /// @throws ReplicaInUseException if somebody has it open
  /// @throws ReplicaStorageException if it is no replica of that store, or cannot be opened
  static SqliteJournal open(Path path, String storeId) {
    FileLock lock = FileLock.of(path);
    try {
      return open(new SqliteFile(path), lock, storeId);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static SqliteJournal open(SqliteFile file, FileLock lock, String storeId) {
    Connection connection = file.connect();
    try {
      Author author = file.prepare(connection, storeId);
      connection.setAutoCommit(false);
      return new SqliteJournal(file, lock, connection, author);
    } catch (SQLException e) {
      close(connection);
      throw file.failure("open", e);
    } catch (RuntimeException e) {
      close(connection);
      throw e;
    }
  }

  @Override
  public Author author() {
    return author;
  }

  @Override
  public Recovered recover() {
    return file.call(
        "read",
        () -> {
          try (Statement statement = connection.createStatement()) {
            Recovered recovered =
                new Recovered(head(statement), pending(statement), generation(statement));
            connection.rollback();
            return recovered;
          }
        });
  }

  private static Optional<PullCursor> head(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT seqNum, syncMetadata FROM eventlog ORDER BY seqNum DESC LIMIT 1")) {
      return row.next()
          ? Optional.of(
              new PullCursor(
                  new EventSeqNum(row.getLong(1)), Optional.ofNullable(row.getString(2))))
          : Optional.empty();
    }
  }

  private List<NewEvent> pending(Statement statement) throws SQLException {
    var events = new ArrayList<NewEvent>();
    firstPlace = 1;
    nextPlace = 1;
    try (ResultSet row =
        statement.executeQuery("SELECT place, name, args FROM pending ORDER BY place")) {
      while (row.next()) {
        firstPlace = events.isEmpty() ? row.getLong(1) : firstPlace;
        nextPlace = row.getLong(1) + 1;
        events.add(new NewEvent(row.getString(2), row.getString(3)));
      }
    }
    return events;
  }

  private int generation(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT rebaseGeneration FROM replica")) {
      generation = row.getInt(1);
      return generation;
    }
  }

  @Override
  public void append(List<NewEvent> events) {
    transact(() -> insertPending(events));
    nextPlace += events.size();
  }

  private void insertPending(List<NewEvent> events) throws SQLException {
    long place = nextPlace;
    for (NewEvent event : events) {
      insertPending.setLong(1, place++);
      insertPending.setString(2, event.name());
      insertPending.setString(3, event.argsJson());
      insertPending.addBatch();
    }
    insertPending.executeBatch();
  }

  @Override
  public void confirm(List<PulledEvent> events, int ownConfirmed, int rebaseGeneration) {
    transact(() -> {
      insertEvents(events);
      deletePending(ownConfirmed);
      updateGeneration(rebaseGeneration);
    });
    firstPlace += ownConfirmed;
    generation = rebaseGeneration;
  }

  private void insertEvents(List<PulledEvent> events) throws SQLException {
    for (PulledEvent pulled : events) {
      insertEvent.setLong(1, pulled.event().seqNum().value());
      insertEvent.setString(2, JsonText.escapeLoneSurrogates(pulled.event().json()));
      if (pulled.metadataJson().isPresent()) {
        insertEvent.setString(3, pulled.metadataJson().get());
      } else {
        insertEvent.setNull(3, Types.VARCHAR);
      }
      insertEvent.addBatch();
    }
    insertEvent.executeBatch();
  }

  private void deletePending(int count) throws SQLException {
    if (count > 0) {
      deletePending.setLong(1, firstPlace + count);
      deletePending.executeUpdate();
    }
  }

  private void updateGeneration(int changed) throws SQLException {
    if (changed != generation) {
      setGeneration.setInt(1, changed);
      setGeneration.executeUpdate();
    }
  }

  @Override
  public void dropFirstPending(int rebaseGeneration) {
    transact(() -> {
      deletePending(1);
      updateGeneration(rebaseGeneration);
    });
    firstPlace++;
    generation = rebaseGeneration;
  }

  @Override
  public EventSeqNum checkpoint(String subscription) {
    try (Connection reading = file.connect();
        PreparedStatement select =
            reading.prepareStatement("SELECT seqNum FROM checkpoint WHERE subscription = ?")) {
      select.setString(1, subscription);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? new EventSeqNum(row.getLong(1)) : EventSeqNum.ROOT;
      }
    } catch (SQLException e) {
      throw file.failure("read", e);
    }
  }

  @Override
  public void saveCheckpoint(String subscription, EventSeqNum reached) {
    transact(() -> {
      try (PreparedStatement upsert =
          connection.prepareStatement("INSERT OR REPLACE INTO checkpoint VALUES (?, ?)")) {
        upsert.setString(1, subscription);
        upsert.setLong(2, reached.value());
        upsert.executeUpdate();
      }
    });
  }

  private interface Writes {
    void write() throws SQLException;
  }

  private void transact(Writes writes) {
    try {
      writes.write();
      connection.commit();
    } catch (SQLException e) {
      ReplicaStorageException failure = file.failure("write", e);
      rollback(failure);
      throw failure;
    }
  }

  private void rollback(ReplicaStorageException failure) {
    try {
      insertEvent.clearBatch();
      insertPending.clearBatch();
      connection.rollback();
    } catch (SQLException e) {
      beginAgain(failure);
    }
  }

  /// Where there is no room SQLite rolls back by itself, which the driver does not notice: it
  /// refuses to do so again, and does not begin the next transaction.
  private void beginAgain(ReplicaStorageException failure) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN");
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public LogReader reader() {
    return SqliteReader.open(file);
  }

  @Override
  public void close() {
    close(connection);
    lock.close();
  }

  /// SQLite rolls back what was not committed.
  static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new ReplicaStorageException("cannot close the replica: " + e.getMessage(), false, e);
    }
  }

  /// Reads on a connection of its own, which sees what was committed.
  private static final class SqliteReader implements LogReader {
    private final SqliteFile file;
    private final Connection connection;
    private final PreparedStatement select;

    private SqliteReader(SqliteFile file, Connection connection, PreparedStatement select) {
      this.file = file;
      this.connection = connection;
      this.select = select;
    }

    static SqliteReader open(SqliteFile file) {
      Connection connection = file.connect();
      try {
        return new SqliteReader(
            file,
            connection,
            connection.prepareStatement(
                "SELECT event FROM eventlog WHERE seqNum > ? ORDER BY seqNum LIMIT ?"));
      } catch (SQLException e) {
        SqliteJournal.close(connection);
        throw file.failure("read", e);
      }
    }

    @Override
    public List<EncodedEvent> read(EventSeqNum after, int max) {
      return file.call("read", () -> select(after, max));
    }

    private List<EncodedEvent> select(EventSeqNum after, int max) throws SQLException {
      select.setLong(1, after.value());
      select.setInt(2, max);
      var events = new ArrayList<EncodedEvent>();
      try (ResultSet row = select.executeQuery()) {
        for (int chars = 0; chars < MAX_READ_CHARS && row.next(); ) {
          String json = row.getString(1);
          chars += json.length();
          events.add(EncodedEvent.parse(json));
        }
      }
      return events;
    }

    @Override
    public void close() {
      SqliteJournal.close(connection);
    }
  }
}
