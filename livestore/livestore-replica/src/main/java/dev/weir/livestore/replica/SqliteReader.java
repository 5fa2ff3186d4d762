package dev.weir.livestore.replica;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Reads on a connection of its own, which sees what was committed.
final class SqliteReader implements LogReader {
  private final SqliteFile file;
  private final Connection connection;
  private final PreparedStatement select;

  private SqliteReader(SqliteFile file, Connection connection, PreparedStatement select) {
    this.file = file;
    this.connection = connection;
    this.select = select;
  }

  static SqliteReader open(SqliteFile file) {
    Connection connection = file.connect(SqliteFile.Sync.LATER);
    try {
      return new SqliteReader(
          file,
          connection,
          connection.prepareStatement(
              "SELECT event FROM eventlog WHERE seqNum > ? ORDER BY seqNum LIMIT ?"));
    } catch (SQLException e) {
      SqliteFile.close(connection);
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
    SqliteFile.close(connection);
  }
}
