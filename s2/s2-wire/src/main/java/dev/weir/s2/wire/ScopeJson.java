package dev.weir.s2.wire;

import dev.weir.s2.AccessTokenScope;
import dev.weir.s2.Operation;
import dev.weir.s2.OperationGroups;
import dev.weir.s2.OperationGroups.ReadWrite;
import dev.weir.s2.ResourceSet;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// An access token's scope. What is left out, or null, allows nothing.
final class ScopeJson {
  private ScopeJson() {}

  static void write(JsonWriter json, AccessTokenScope scope) {
    json.beginObject();
    write(json.name("basins"), scope.basins());
    write(json.name("streams"), scope.streams());
    write(json.name("access_tokens"), scope.accessTokens());
    json.name("op_groups").beginObject();
    write(json.name("account"), scope.groups().account());
    write(json.name("basin"), scope.groups().basin());
    write(json.name("stream"), scope.groups().stream());
    json.endObject();
    json.name("ops").beginArray();
    scope.operations().stream().sorted().forEach(json::variant);
    json.endArray().endObject();
  }

  private static void write(JsonWriter json, ResourceSet names) {
    json.beginObject();
    switch (names) {
      case ResourceSet.Exact(String name) -> json.name("exact").string(name);
      case ResourceSet.Prefix(String prefix) -> json.name("prefix").string(prefix);
    }
    json.endObject();
  }

  private static void write(JsonWriter json, ReadWrite allowed) {
    json.beginObject();
    json.name("read").bool(allowed.read());
    json.name("write").bool(allowed.write());
    json.endObject();
  }

  static AccessTokenScope read(JsonReader json) throws IOException {
    var scope = AccessTokenScope.NOTHING;
    json.beginObject();
    while (json.nextField()) {
      scope =
          switch (json.field()) {
            case "basins" -> scope.withBasins(readNames(json));
            case "streams" -> scope.withStreams(readNames(json));
            case "access_tokens" -> scope.withAccessTokens(readNames(json));
            case "op_groups" ->
                scope.withGroups(json.optional(ScopeJson::readGroups).orElse(OperationGroups.NONE));
            case "ops" ->
                scope.withOperations(json.optional(ScopeJson::readOperations).orElse(Set.of()));
            default -> {
              json.skip();
              yield scope;
            }
          };
    }
    return scope;
  }

  private static ResourceSet readNames(JsonReader json) throws IOException {
    return json.optional(ScopeJson::readSomeNames).orElse(ResourceSet.none());
  }

  /// One field, which says by its name what it is.
  private static ResourceSet readSomeNames(JsonReader json) throws IOException {
    Optional<ResourceSet> names = Optional.empty();
    json.beginObject();
    while (json.nextField()) {
      if (names.isPresent()) {
        throw json.bad("expected one of `exact` and `prefix`");
      }
      names =
          switch (json.field()) {
            case "exact" -> Optional.of(new ResourceSet.Exact(json.string()));
            case "prefix" -> Optional.of(new ResourceSet.Prefix(json.string()));
            default -> throw json.bad("expected `exact` or `prefix`, got `" + json.field() + "`");
          };
    }
    return names.orElseThrow(() -> json.bad("expected `exact` or `prefix`"));
  }

  private static OperationGroups readGroups(JsonReader json) throws IOException {
    ReadWrite account = ReadWrite.NONE;
    ReadWrite basin = ReadWrite.NONE;
    ReadWrite stream = ReadWrite.NONE;
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "account" -> account = readAllowed(json);
        case "basin" -> basin = readAllowed(json);
        case "stream" -> stream = readAllowed(json);
        default -> json.skip();
      }
    }
    return new OperationGroups(account, basin, stream);
  }

  private static ReadWrite readAllowed(JsonReader json) throws IOException {
    if (json.isNull()) {
      return ReadWrite.NONE;
    }
    boolean read = false;
    boolean write = false;
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "read" -> read = json.optional(JsonReader::bool).orElse(false);
        case "write" -> write = json.optional(JsonReader::bool).orElse(false);
        default -> json.skip();
      }
    }
    return new ReadWrite(read, write);
  }

  private static Set<Operation> readOperations(JsonReader json) throws IOException {
    var operations = EnumSet.noneOf(Operation.class);
    json.beginArray();
    while (json.nextElement()) {
      operations.add(json.variant(Operation.values()));
    }
    return operations;
  }
}
