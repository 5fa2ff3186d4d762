package dev.weir.livestore.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.syncs2.backend.S2SyncBackend;
import dev.weir.livestore.syncs2.backend.S2SyncBackendConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/// The snippets of the page, `docs/replica.md`: what stands there between the lines of a region
/// stands here, and runs.
@Timeout(60)
final class ReplicaExamplesTest {
  private static final Path PAGE = Path.of("../../docs/replica.md");
  private static final Path EXAMPLES =
      Path.of("src/test/java/dev/weir/livestore/replica/ReplicaExamplesTest.java");

  @TempDir private Path directory;

  // region records
  sealed interface Todo {
    record Created(String id, String text) implements Todo {}
  }

  // endregion

  private final EventCodecs<Todo> codecs = todos(new Json());

  private static EventCodecs<Todo> todos(Json json) {
    // region codecs
    var codecs =
        EventCodecs.<Todo>of(
            EventCodec.of(
                "v1.TodoCreated",
                Todo.Created.class,
                json::write,
                text -> json.read(text, Todo.Created.class)));
    // endregion
    return codecs;
  }

  /// Stands for the library that a program uses anyway.
  private static final class Json {
    String write(Todo.Created todo) {
      return "{\"id\":\"%s\",\"text\":\"%s\"}".formatted(todo.id(), todo.text());
    }

    <T> T read(String text, Class<T> type) {
      String[] parts = text.split("\"", -1);
      return type.cast(new Todo.Created(parts[3], parts[7]));
    }
  }

  @Test
  void open() throws Exception {
    try (var proxy = new RealProxy()) {
      String endpoint = proxy.url();
      Path file = directory.resolve("my-store.db");
      // region open
      var backend = S2SyncBackend.open(S2SyncBackendConfig.at(endpoint, "my-store"));
      var config = EventLogConfig.onDisk("my-store", file);
      try (backend;
          var log = EventLog.open(config, backend)) {
        Commit commit = log.commit(new NewEvent("v1.TodoCreated", "{\"id\":\"a\",\"text\":\"x\"}"));
        commit.durable().join(); // survives a crash of this machine
        EventSeqNum number = commit.confirmed().join(); // everybody has it, for ever so numbered
        // endregion
        assertThat(number).isEqualTo(new EventSeqNum(1));
      }
    }
  }

  @Test
  void records() throws Exception {
    try (var proxy = new RealProxy();
        var backend = proxy.backend();
        var log = EventLog.open(Given.inMemory(), backend)) {
      // region commit-record
      log.commit(codecs.encode(new Todo.Created("a", "x")));
      // endregion
      assertThat(log.awaitSynced(Given.PATIENCE)).isTrue();
      assertThat(codecs.decode(log.confirmedAfter(EventSeqNum.ROOT, 1).getFirst()))
          .contains(new Todo.Created("a", "x"));
    }
  }

  @Test
  void projection() throws Exception {
    var dataSource = new SQLiteDataSource();
    dataSource.setUrl("jdbc:sqlite:" + directory.resolve("projection.db"));
    try (var connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE todos (id TEXT PRIMARY KEY, text TEXT NOT NULL)");
    }
    try (var proxy = new RealProxy();
        var backend = proxy.backend();
        var log = EventLog.open(Given.inMemory(), backend)) {
      // region projection
      var todos =
          log.subscribe(
              "todos",
              JdbcProjection.of(
                  dataSource,
                  "todos",
                  (connection, page) -> {
                    for (EncodedEvent event : page.events()) {
                      insert(connection, codecs.decode(event)); // no commit: that follows
                    }
                  }));
      // endregion
      var commit = log.commit(codecs.encode(new Todo.Created("a", "x")));
      assertThat(todos.await(commit.confirmed().join(), Given.PATIENCE)).isTrue();
    }
    assertThat(texts(dataSource)).containsExactly("x");
  }

  private static void insert(Connection connection, Optional<Todo> todo) throws SQLException {
    if (todo.isPresent() && todo.get() instanceof Todo.Created(String id, String text)) {
      try (var insert = connection.prepareStatement("INSERT INTO todos VALUES (?, ?)")) {
        insert.setString(1, id);
        insert.setString(2, text);
        insert.executeUpdate();
      }
    }
  }

  private static List<String> texts(SQLiteDataSource database) throws SQLException {
    var texts = new ArrayList<String>();
    try (var connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT text FROM todos")) {
      while (row.next()) {
        texts.add(row.getString(1));
      }
    }
    return texts;
  }

  @Test
  void page_showsTheseRegions() throws IOException {
    var regions =
        Pattern.compile("// region ([a-z-]+)\\n(.*?)\\n *// endregion", Pattern.DOTALL)
            .matcher(Files.readString(EXAMPLES));
    String shown = unindented(Files.readString(PAGE));
    int count = 0;
    while (regions.find()) {
      assertThat(shown).as("region %s", regions.group(1)).contains(unindented(regions.group(2)));
      count++;
    }
    assertThat(count).isEqualTo(5);
  }

  private static String unindented(String text) {
    return text.lines().map(String::strip).reduce("", (a, b) -> a + "\n" + b).strip();
  }
}
