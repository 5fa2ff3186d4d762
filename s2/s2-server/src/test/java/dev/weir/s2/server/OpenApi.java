package dev.weir.s2.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// S2's published OpenAPI document, against which every JSON answer of the request tables is held
/// where the system property `weir.openapi` names the file. It is not part of this repository.
///
/// Beyond what the document says, a field that it does not know is an error too: its schemas leave
/// further fields open, and a misspelt optional field would pass. Where the document is older than
/// S2's servers, the difference is listed here, by name.
final class OpenApi {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Fields that S2's servers send and the document lacks.
  private static final Map<String, Set<String>> NEWER_FIELDS =
      Map.of(
          "BasinInfo", Set.of("location", "state"), // the document has `scope`
          "PingEventData", Set.of("tail"));

  /// Statuses that S2's servers answer on any path and the document names for none or not all.
  private static final Set<Integer> NEWER_STATUSES =
      Set.of(401, 404, 409, 422, 429, 499, 500, 501, 502, 503, 504);

  /// Routes that S2's servers have and the document lacks.
  private static final String NEWER_ROUTES = "/locations";

  private static final Optional<OpenApi> GIVEN = given();

  private final JsonNode document;
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

  OpenApi(JsonNode document) {
    this.document = document;
    document.at("/components/schemas").properties().forEach(OpenApi::close);
  }

  /// @throws AssertionError if the answer is JSON and not what the document says
  static void check(String method, String target, Http.Answer answer) {
    var isJson = answer.header("content-type").filter(type -> type.contains("json")).isPresent();
    var isKnown = !target.startsWith("/v1" + NEWER_ROUTES);
    if (isJson && isKnown && answer.header("content-encoding").isEmpty()) {
      GIVEN.ifPresent(api -> api.validate(method, target, answer));
    }
  }

  private static Optional<OpenApi> given() {
    var path = System.getProperty("weir.openapi");
    if (path == null) {
      System.out.println(
          "OPENAPI SKIPPED: answers are not held against S2's OpenAPI document; give its file with"
              + " -Dweir.openapi=FILE");
      return Optional.empty();
    }
    try {
      return Optional.of(new OpenApi(JSON.readTree(Path.of(path).toFile())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(Map.Entry<String, JsonNode> named) {
    var newer = NEWER_FIELDS.getOrDefault(named.getKey(), Set.of());
    closeAll(named.getValue(), newer);
  }

  private static void closeAll(JsonNode schema, Set<String> newer) {
    schema.forEach(part -> closeAll(part, newer));
    if (schema instanceof ObjectNode object
        && object.get("properties") instanceof ObjectNode known) {
      newer.forEach(known::putObject);
      if (!object.has("additionalProperties")) {
        object.put("additionalProperties", false);
      }
    }
  }

  void validate(String method, String target, Http.Answer answer) {
    var what = method + " " + target + " -> " + answer.status() + " " + answer.body();
    var path = target.substring("/v1".length()).replaceFirst("\\?.*", "");
    var schema = schemaOf(method, path, answer.status());
    if (schema.isEmpty()) {
      throw new AssertionError("S2's OpenAPI document does not know " + what);
    }
    try {
      var errors = schema.get().validate(JSON.readTree(answer.body()));
      if (!errors.isEmpty()) {
        throw new AssertionError("not as S2's OpenAPI document says: " + what + "\n" + errors);
      }
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + what, e);
    }
  }

  private Optional<Schema> schemaOf(String method, String path, int status) {
    for (var route : document.path("paths").properties()) {
      var responses = route.getValue().path(method.toLowerCase(Locale.ROOT)).path("responses");
      if (path.matches(route.getKey().replaceAll("\\{\\w+}", "[^/]+"))
          && !responses.isMissingNode()) {
        var schema = responses.path("" + status).at("/content/application~1json/schema/$ref");
        return schema.isTextual()
            ? Optional.of(component(schema.asText()))
            : NEWER_STATUSES.contains(status)
                ? Optional.of(component("#/components/schemas/ErrorInfo"))
                : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private Schema component(String reference) {
    return schemas.computeIfAbsent(
        reference,
        key -> {
          var root = JSON.createObjectNode().put("$ref", key);
          root.set("components", document.path("components"));
          return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
              .getSchema(root);
        });
  }
}
