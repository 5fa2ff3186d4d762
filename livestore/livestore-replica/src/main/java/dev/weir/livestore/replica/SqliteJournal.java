package dev.weir.livestore.replica;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.backend.PullCursor;
import dev.weir.livestore.sync.backend.PulledEvent;
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

/// A journal in an SQLite file. Each call is one transaction, in the write-ahead log.
///
/// What only this replica has is synced before the call returns. What was pulled is the backend's,
/// and is synced with the next call that is: if a loss of power takes it back, and with it that own
/// events are pending no more, it is pulled again.
final class SqliteJournal implements Journal {
  private final SqliteFile file;
  private final FileLock lock;
  private final Author author;
  private final SqliteWriter own;
  private final PreparedStatement insertPending;
  private final PreparedStatement saveCheckpoint;
  private final Taking dropped;
  private final SqliteWriter pulled;
  private final PreparedStatement insertEvent;
  private final Taking confirmed;
  private int generation;

  /// The places of the pending events: the first, and the one that the next gets.
  private long firstPlace = 1;

  private long nextPlace = 1;

  private SqliteJournal(
      SqliteFile file, FileLock lock, Author author, SqliteWriter own, SqliteWriter pulled) {
    this.file = file;
    this.lock = lock;
    this.author = author;
    this.own = own;
    this.insertPending = own.prepare("INSERT INTO pending VALUES (?, ?, ?)");
    this.saveCheckpoint = own.prepare("INSERT OR REPLACE INTO checkpoint VALUES (?, ?)");
    this.dropped = new Taking(own);
    this.pulled = pulled;
    this.insertEvent = pulled.prepare("INSERT INTO eventlog VALUES (?, ?, ?)");
    this.confirmed = new Taking(pulled);
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

  /// The first connection lasts until the others are there: whoever closes the last one tidies up.
  private static SqliteJournal open(SqliteFile file, FileLock lock, String storeId) {
    Connection first = file.connect(SqliteFile.Sync.EACH_COMMIT);
    try {
      Author author = file.prepare(first, storeId);
      SqliteWriter own = SqliteWriter.open(file, SqliteFile.Sync.EACH_COMMIT);
      try {
        return open(file, lock, author, own);
      } catch (RuntimeException e) {
        own.close();
        throw e;
      }
    } finally {
      SqliteFile.close(first);
    }
  }

  private static SqliteJournal open(
      SqliteFile file, FileLock lock, Author author, SqliteWriter own) {
    SqliteWriter pulled = SqliteWriter.open(file, SqliteFile.Sync.LATER);
    try {
      return new SqliteJournal(file, lock, author, own, pulled);
    } catch (RuntimeException e) {
      pulled.close();
      throw e;
    }
  }

  @Override
  public Author author() {
    return author;
  }

  @Override
  public Recovered recover() {
    return own.read(
        statement -> new Recovered(head(statement), pending(statement), generation(statement)));
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
    own.transact(() -> insertPending(events));
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
    pulled.transact(() -> {
      insertEvents(events);
      confirmed.take(ownConfirmed, rebaseGeneration);
    });
    firstPlace += ownConfirmed;
    generation = rebaseGeneration;
  }

  private void insertEvents(List<PulledEvent> events) throws SQLException {
    for (PulledEvent event : events) {
      insertEvent.setLong(1, event.event().seqNum().value());
      insertEvent.setString(2, EncodedEvent.escapeLoneSurrogates(event.event().json()));
      if (event.metadataJson().isPresent()) {
        insertEvent.setString(3, event.metadataJson().get());
      } else {
        insertEvent.setNull(3, Types.VARCHAR);
      }
      insertEvent.addBatch();
    }
    insertEvent.executeBatch();
  }

  @Override
  public void dropFirstPending(int rebaseGeneration) {
    own.transact(() -> dropped.take(1, rebaseGeneration));
    firstPlace++;
    generation = rebaseGeneration;
  }

  /// Takes the oldest pending events out, by way of one connection.
  private final class Taking {
    private final PreparedStatement delete;
    private final PreparedStatement setGeneration;

    Taking(SqliteWriter writer) {
      delete = writer.prepare("DELETE FROM pending WHERE place < ?");
      setGeneration = writer.prepare("UPDATE replica SET rebaseGeneration = ?");
    }

    void take(int count, int rebaseGeneration) throws SQLException {
      if (count > 0) {
        delete.setLong(1, firstPlace + count);
        delete.executeUpdate();
      }
      if (rebaseGeneration != generation) {
        setGeneration.setInt(1, rebaseGeneration);
        setGeneration.executeUpdate();
      }
    }
  }

  @Override
  public EventSeqNum checkpoint(String subscription) {
    try (Connection reading = file.connect(SqliteFile.Sync.LATER);
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
    own.transact(() -> {
      saveCheckpoint.setString(1, subscription);
      saveCheckpoint.setLong(2, reached.value());
      saveCheckpoint.executeUpdate();
    });
  }

  @Override
  public LogReader reader() {
    return SqliteReader.open(file);
  }

  @Override
  public void close() {
    pulled.close();
    own.close();
    lock.close();
  }
}
