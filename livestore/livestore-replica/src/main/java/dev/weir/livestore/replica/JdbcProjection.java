package dev.weir.livestore.replica;

import dev.weir.livestore.sync.EventSeqNum;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;
import javax.sql.DataSource;

/// A projection into a database, with its checkpoint in the table `weir_checkpoint` of the same,
/// which is created if it is missing. Of two processes that run the same projection at once, one
/// has its transaction rolled back and goes on behind the other: no event takes effect twice.
public final class JdbcProjection implements Projection {
  private static final String TABLE =
      "CREATE TABLE IF NOT EXISTS weir_checkpoint"
          + " (projection VARCHAR(200) PRIMARY KEY, seq_num BIGINT NOT NULL)";

  private final DataSource database;
  private final String name;
  private final Changes changes;

  private JdbcProjection(DataSource database, String name, Changes changes) {
    this.database = database;
    this.name = name;
    this.changes = changes;
  }

  /// What events change in the database.
  @FunctionalInterface
  public interface Changes {
    /// Writes on `connection`, without committing: that happens behind this, with the checkpoint.
    void write(Connection connection, EventPage page) throws Exception;
  }

  /// A projection of that name. A new name begins with the first event.
  ///
  /// @param name at most 200 characters; one for each store and purpose
  public static JdbcProjection of(DataSource database, String name, Changes changes) {
    return new JdbcProjection(database, name, changes);
  }

  @Override
  public EventSeqNum checkpoint() throws SQLException {
    try (Connection connection = database.getConnection()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(TABLE);
      }
      OptionalLong stored = stored(connection);
      if (stored.isEmpty()) {
        insert(connection);
      }
      return new EventSeqNum(stored.orElse(EventSeqNum.ROOT.value()));
    }
  }

  private OptionalLong stored(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT seq_num FROM weir_checkpoint WHERE projection = ?")) {
      select.setString(1, name);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
      }
    }
  }

  private void insert(Connection connection) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO weir_checkpoint VALUES (?, ?)")) {
      insert.setString(1, name);
      insert.setLong(2, EventSeqNum.ROOT.value());
      insert.executeUpdate();
      if (!connection.getAutoCommit()) {
        connection.commit();
      }
    }
  }

  @Override
  public void apply(EventPage page) throws Exception {
    try (Connection connection = database.getConnection()) {
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false);
      try {
        advance(connection, page);
        changes.write(connection, page);
        connection.commit();
      } catch (Throwable e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(autoCommit); // it may go back to a pool
      }
    }
  }

  /// First, so that a second process waits here, or fails, before it changes anything.
  private void advance(Connection connection, EventPage page) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE weir_checkpoint SET seq_num = ? WHERE projection = ? AND seq_num = ?")) {
      update.setLong(1, page.checkpoint().value());
      update.setString(2, name);
      update.setLong(3, page.after().value());
      if (update.executeUpdate() != 1) {
        throw new SQLException(
            "projection %s is no longer at %s: somebody else runs it too. Nothing was changed"
                .formatted(name, page.after()));
      }
    }
  }
}
