package dev.weir.livestore.replica;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// A connection whose every call is one transaction: all of it is written, or none.
final class SqliteWriter implements AutoCloseable {
  private final SqliteFile file;
  private final Connection connection;
  private final List<PreparedStatement> prepared = new ArrayList<>();

  private SqliteWriter(SqliteFile file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  interface Writes {
    void write() throws SQLException;
  }

  interface Reads<T> {
    T read(Statement statement) throws SQLException;
  }

  static SqliteWriter open(SqliteFile file, SqliteFile.Sync sync) {
    Connection connection = file.connect(sync);
    try {
      connection.setAutoCommit(false);
      return new SqliteWriter(file, connection);
    } catch (SQLException e) {
      SqliteFile.close(connection);
      throw file.failure("open", e);
    }
  }

  /// A statement that is closed with this.
  PreparedStatement prepare(String sql) {
    PreparedStatement statement = file.call("open", () -> connection.prepareStatement(sql));
    prepared.add(statement);
    return statement;
  }

  /// Reads what is written, all of it as of one moment.
  <T> T read(Reads<T> reads) {
    return file.call(
        "read",
        () -> {
          try (Statement statement = connection.createStatement()) {
            T read = reads.read(statement);
            connection.rollback();
            return read;
          }
        });
  }

  /// Writes with the statements of this.
  void transact(Writes writes) {
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
      for (PreparedStatement statement : prepared) {
        statement.clearBatch();
      }
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

  /// SQLite rolls back what was not committed.
  @Override
  public void close() {
    SqliteFile.close(connection);
  }
}
