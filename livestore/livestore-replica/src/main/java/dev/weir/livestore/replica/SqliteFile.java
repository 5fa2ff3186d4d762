package dev.weir.livestore.replica;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// The file of a replica: its tables, and whose it is.
final class SqliteFile {
  private static final int FORMAT = 1;
  private static final int CHECKPOINT_PAGES = 4_000;
  private static final String[] TABLES = {
    "CREATE TABLE replica (storeId TEXT NOT NULL, clientId TEXT NOT NULL, sessionId TEXT NOT NULL,"
        + " rebaseGeneration INTEGER NOT NULL) STRICT",
    "CREATE TABLE eventlog (seqNum INTEGER PRIMARY KEY, event TEXT NOT NULL, syncMetadata TEXT)"
        + " STRICT",
    "CREATE TABLE pending (place INTEGER PRIMARY KEY, name TEXT NOT NULL, args TEXT NOT NULL)"
        + " STRICT",
    "CREATE TABLE checkpoint (subscription TEXT PRIMARY KEY, seqNum INTEGER NOT NULL) STRICT",
    "PRAGMA user_version = " + FORMAT
  };

  private final Path path;

  SqliteFile(Path path) {
    this.path = path;
  }

  /// A call of SQLite.
  interface Call<T> {
    T run() throws SQLException;
  }

  /// When what a connection commits is synced to the disk.
  enum Sync {
    /// Before the commit returns, with all that any connection has committed before.
    EACH_COMMIT(SQLiteConfig.SynchronousMode.FULL),

    /// With a later commit that is, or before the write-ahead log begins anew: a loss of power may
    /// take back the last commits, never one without those behind it.
    LATER(SQLiteConfig.SynchronousMode.NORMAL);

    private final SQLiteConfig.SynchronousMode mode;

    Sync(SQLiteConfig.SynchronousMode mode) {
      this.mode = mode;
    }
  }

  Connection connect(Sync sync) {
    var config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(sync.mode);
    config.setBusyTimeout(10_000);
    return call(
        "open",
        () -> {
          Connection connection = config.createConnection("jdbc:sqlite:" + path.toAbsolutePath());
          try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
          } catch (SQLException e) {
            connection.close();
            throw e;
          }
          return connection;
        });
  }

  /// Makes the tables of a new file.
  ///
  /// @throws ReplicaStorageException if the file is none of a replica of that store
  Author prepare(Connection connection, String storeId) {
    return call(
        "open",
        () -> {
          int format = format(connection);
          if (format > FORMAT) {
            throw new ReplicaStorageException(
                path + " was written by a later version (format " + format + ")", false, null);
          }
          if (format == 0) {
            create(connection, storeId);
          }
          return read(connection, storeId);
        });
  }

  private static int format(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA user_version")) {
      return row.getInt(1);
    }
  }

  private static void create(Connection connection, String storeId) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        statement.execute(table);
      }
      insertAuthor(connection, storeId, Author.random());
      connection.commit();
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static void insertAuthor(Connection connection, String storeId, Author author)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO replica VALUES (?, ?, ?, 0)")) {
      insert.setString(1, storeId);
      insert.setString(2, author.clientId());
      insert.setString(3, author.sessionId());
      insert.execute();
    }
  }

  private Author read(Connection connection, String storeId) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT storeId, clientId, sessionId FROM replica")) {
      if (!row.next() || !row.getString(1).equals(storeId)) {
        throw new ReplicaStorageException(
            path + " is no replica of store " + storeId + ", but of " + row.getString(1),
            false,
            null);
      }
      return new Author(row.getString(2), row.getString(3));
    }
  }

  static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new ReplicaStorageException("cannot close the replica: " + e.getMessage(), false, e);
    }
  }

  /// Has what goes wrong told in the replica's terms.
  <T> T call(String what, Call<T> call) {
    try {
      return call.run();
    } catch (SQLException e) {
      throw failure(what, e);
    }
  }

  ReplicaStorageException failure(String what, SQLException cause) {
    boolean full = code(cause).filter(SqliteFile::meansFull).isPresent();
    return new ReplicaStorageException(
        "cannot %s the replica %s: %s%s"
            .formatted(
                what,
                path,
                cause.getMessage(),
                full ? ". Nothing was changed; make room, and try again" : ""),
        full,
        cause);
  }

  private static Optional<SQLiteErrorCode> code(SQLException cause) {
    return cause instanceof SQLiteException sqlite
        ? Optional.of(sqlite.getResultCode())
        : Optional.empty();
  }

  /// The second is what growing the index of the write-ahead log gives, before anything is written.
  private static boolean meansFull(SQLiteErrorCode code) {
    return code == SQLiteErrorCode.SQLITE_FULL || code == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE;
  }
}
