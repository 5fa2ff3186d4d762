package dev.weir.livestore.syncs2;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.internal.JsonTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// One recorded behaviour of the original; see `src/test/golden/README.md`.
record Vector(Map<String, JsonTree> members) {
  /// A test for each vector of a file, under the vector's name.
  static Stream<DynamicTest> tests(String file, Consumer<Vector> test) {
    return read(file).stream()
        .map(vector -> DynamicTest.dynamicTest(vector.text("name"), () -> test.accept(vector)));
  }

  private static List<Vector> read(String file) {
    Path path = Path.of(System.getProperty("basedir", ""), "src/test/golden", file);
    try {
      return vectors(JsonTree.parse(Files.readString(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Vector> vectors(JsonTree array) {
    return ((JsonTree.Array) array)
        .items().stream().map(item -> new Vector(((JsonTree.Obj) item).members())).toList();
  }

  boolean has(String key) {
    return members.containsKey(key) && !(members.get(key) instanceof JsonTree.Null);
  }

  boolean isRefused() {
    return has("error");
  }

  String text(String key) {
    return ((JsonTree.Text) value(key)).value();
  }

  Optional<String> optionalText(String key) {
    return has(key) ? Optional.of(text(key)) : Optional.empty();
  }

  boolean bool(String key) {
    return ((JsonTree.Bool) value(key)).value();
  }

  long number(String key) {
    return number(value(key));
  }

  Vector object(String key) {
    return new Vector(((JsonTree.Obj) value(key)).members());
  }

  List<Vector> objects(String key) {
    return vectors(value(key));
  }

  List<String> texts(String key) {
    return items(key).stream().map(item -> ((JsonTree.Text) item).value()).toList();
  }

  List<Long> numbers(String key) {
    return items(key).stream().map(Vector::number).toList();
  }

  List<EncodedEvent> events(String key) {
    return texts(key).stream().map(EncodedEvent::parse).toList();
  }

  /// Headers, recorded as pairs because their order counts.
  Map<String, String> headers(String key) {
    var headers = new LinkedHashMap<String, String>();
    for (JsonTree pair : items(key)) {
      List<JsonTree> both = ((JsonTree.Array) pair).items();
      headers.put(((JsonTree.Text) both.get(0)).value(), ((JsonTree.Text) both.get(1)).value());
    }
    return headers;
  }

  Cursor cursor() {
    return members.get("s2SeqNum") instanceof JsonTree.Num
        ? new Cursor.After(number("s2SeqNum"))
        : new Cursor.FromStart();
  }

  S2Config config() {
    Vector config = object("config");
    return new S2Config(
        config.text("basin"),
        config.text("token"),
        config.optionalText("accountBase"),
        config.optionalText("basinBase"),
        config.has("lite") && config.bool("lite"));
  }

  private JsonTree value(String key) {
    return Objects.requireNonNull(members.get(key), key);
  }

  private List<JsonTree> items(String key) {
    return ((JsonTree.Array) value(key)).items();
  }

  private static long number(JsonTree value) {
    return (long) ((JsonTree.Num) value).value();
  }
}
