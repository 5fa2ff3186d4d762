package dev.weir.livestore.proxy.interceptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.weir.livestore.proxy.access.Principal;
import dev.weir.livestore.proxy.http.ProxyHttpConfig;
import dev.weir.livestore.sync.EncodedEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The snippets of `docs/interceptors.md`: what stands there between the lines of a region stands
/// here, and runs.
class InterceptorExamplesTest {
  // region schemas
  /// Rejects what no honest client of ours sends: events whose arguments are not as their schema
  /// says.
  static final class SchemaCheck implements PushInterceptor {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Map<String, Schema> schemas;

    /// @param schemas by the name of the event
    SchemaCheck(Map<String, String> schemas) {
      var registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
      this.schemas =
          schemas.entrySet().stream()
              .collect(
                  Collectors.toUnmodifiableMap(
                      Map.Entry::getKey, entry -> registry.getSchema(json(entry.getValue()))));
    }

    @Override
    public Verdict before(InterceptedPush push) {
      for (EncodedEvent event : push.events()) {
        Optional<Schema> schema = Optional.ofNullable(schemas.get(event.name()));
        if (schema.isEmpty()) {
          return Verdict.reject("event " + event.seqNum() + ": nobody knows " + event.name());
        }
        var errors = schema.get().validate(json(event.argsJson().orElse("null")));
        if (!errors.isEmpty()) {
          return Verdict.reject("event " + event.seqNum() + ": " + errors.getFirst());
        }
      }
      return Verdict.accept();
    }

    private static JsonNode json(String text) {
      try {
        return JSON.readTree(text);
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  // endregion

  // region audit
  /// Writes a line a push: when, who, which store, and how many events.
  static final class AuditLog implements PushInterceptor {
    private final Path file;
    private final Clock clock;

    AuditLog(Path file, Clock clock) {
      this.file = file;
      this.clock = clock;
    }

    @Override
    public void after(InterceptedPush push, PushEnding ending) {
      if (ending instanceof PushEnding.Stored(int newEvents) && newEvents > 0) {
        append(
            clock.instant()
                + " "
                + push.principal().name()
                + " stored "
                + newEvents
                + " in "
                + push.storeId()
                    .codePoints()
                    .mapToObj(AuditLog::visible)
                    .reduce("", String::concat));
      }
    }

    private static String visible(int codePoint) {
      return Character.isISOControl(codePoint) ? "?" : Character.toString(codePoint);
    }

    private synchronized void append(String line) {
      try (Writer out =
          Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        out.write(line + "\n");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  // endregion

  private static final Map<String, String> SCHEMAS =
      Map.of(
          "v1.TodoCreated",
          "{\"type\":\"object\",\"required\":[\"text\"],"
              + "\"properties\":{\"text\":{\"type\":\"string\",\"maxLength\":10}}}");

  private static InterceptedPush push(String name, String args) {
    var event =
        EncodedEvent.parse(
            "{\"name\":\""
                + name
                + "\",\"args\":"
                + args
                + ",\"seqNum\":1,\"parentSeqNum\":0,\"clientId\":\"c\",\"sessionId\":\"s\"}");
    return new InterceptedPush("a\nb", new Principal("anna"), List.of(event));
  }

  @Test
  void schemaCheck_acceptsWhatFitsAndSaysWhatDoesNot() throws Exception {
    var interceptors = Interceptors.of(new SchemaCheck(SCHEMAS));
    interceptors.requireAccepted(push("v1.TodoCreated", "{\"text\":\"milk\"}"));
    for (String bad : List.of("{}", "{\"text\":1}", "{\"text\":\"far too long\"}", "null")) {
      assertThatThrownBy(() -> interceptors.requireAccepted(push("v1.TodoCreated", bad)))
          .isInstanceOf(PushRejectedException.class)
          .hasMessageStartingWith("event e1: ");
    }
    assertThatThrownBy(() -> interceptors.requireAccepted(push("v9.Unknown", "{}")))
        .hasMessage("event e1: nobody knows v9.Unknown");
  }

  @Test
  void auditLog_writesALineForWhatIsNew(@TempDir Path dir) throws Exception {
    var file = dir.resolve("audit.log");
    var clock = Clock.fixed(Instant.parse("2026-11-24T17:00:00Z"), ZoneOffset.UTC);
    var interceptors = Interceptors.of(new AuditLog(file, clock));
    var push = push("v1.TodoCreated", "{}");
    interceptors.tell(push, new PushEnding.Stored(1));
    interceptors.tell(push, new PushEnding.Stored(0));
    interceptors.tell(push, new PushEnding.Failed("S2 is down"));
    assertThat(Files.readString(file)).isEqualTo("2026-11-24T17:00:00Z anna stored 1 in a?b\n");
  }

  @Test
  void interceptors_areAskedInTheirOrder(@TempDir Path dir) throws Exception {
    var schemas = SCHEMAS;
    var file = dir.resolve("audit.log");
    var clock = Clock.systemUTC();
    // region config
    var interceptors = Interceptors.of(new SchemaCheck(schemas), new AuditLog(file, clock));
    var config = ProxyHttpConfig.defaults().withInterceptors(interceptors);
    // endregion
    var unknown = push("v9.Unknown", "{}");
    assertThatThrownBy(() -> config.interceptors().requireAccepted(unknown))
        .hasMessage("event e1: nobody knows v9.Unknown");
  }

  @Test
  void docs_showTheseRegions() throws IOException {
    Path examples =
        Path.of("src/test/java/dev/weir/livestore/proxy/interceptor/InterceptorExamplesTest.java");
    var regions =
        Pattern.compile("// region ([a-z-]+)\\n(.*?)\\n *// endregion", Pattern.DOTALL)
            .matcher(Files.readString(examples));
    String shown = unindented(Files.readString(Path.of("../../docs/interceptors.md")));
    int count = 0;
    while (regions.find()) {
      assertThat(shown).as("region %s", regions.group(1)).contains(unindented(regions.group(2)));
      count++;
    }
    assertThat(count).isEqualTo(3);
  }

  private static String unindented(String text) {
    return text.lines().map(String::strip).reduce("", (a, b) -> a + "\n" + b).strip();
  }
}
