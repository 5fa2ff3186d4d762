package dev.weir.s2.server;

import static dev.weir.s2.server.AccessFixture.IN_A;
import static dev.weir.s2.server.AccessFixture.JSON;
import static dev.weir.s2.server.AccessFixture.RECORD;
import static dev.weir.s2.server.AccessFixture.assertDenied;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.AccessToken;
import dev.weir.s2.AccessTokenId;
import dev.weir.s2.AccessTokenInfo;
import dev.weir.s2.AccessTokenScope;
import dev.weir.s2.Operation;
import java.io.IOException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each operation, over HTTP: who has it alone may, who has all but it may not.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperationAccessTest {
  private static final String STREAM = "/v1/streams/a%2Forders";
  private static final String RECORDS = STREAM + "/records";

  private static final String LOCATION = "\"local\"";

  private final AccessFixture s2 = new AccessFixture();

  OperationAccessTest() {
    var revoked = AccessTokenScope.NOTHING.withOperations(Set.of(Operation.READ));
    var token =
        s2.store.issueAccessToken(AccessTokenInfo.of(new AccessTokenId("to-revoke"), revoked));
    assertThat(token).isNotNull();
  }

  @AfterAll
  void stop() {
    s2.close();
  }

  /// A request that needs `operation`, and `besides` if that is not all.
  record Row(
      Operation operation,
      Collection<Operation> besides,
      String method,
      String target,
      String body) {
    Row(Operation operation, String method, String target, String body) {
      this(operation, List.of(), method, target, body);
    }

    Row(Operation operation, String target) {
      this(operation, List.of(), "GET", target, "");
    }

    Set<Operation> needed() {
      var needed = EnumSet.of(operation);
      needed.addAll(besides);
      return needed;
    }

    @Override
    public String toString() {
      return operation + " " + method + " " + target;
    }
  }

  private static Row command(Operation operation, String name, String body) {
    String json =
        "{\"records\":[{\"headers\":[[\"\",\"" + name + "\"]],\"body\":\"" + body + "\"}]}";
    return new Row(operation, List.of(Operation.APPEND), "POST", RECORDS, json);
  }

  static List<Row> rows() {
    return List.of(
        new Row(Operation.LIST_BASINS, "/v1/basins"),
        new Row(Operation.CREATE_BASIN, "POST", "/v1/basins", "{\"basin\":\"new-basin\"}"),
        new Row(
            Operation.CREATE_BASIN,
            List.of(Operation.RECONFIGURE_BASIN),
            "PUT",
            "/v1/basins/ensured-1",
            "{}"),
        new Row(
            Operation.RECONFIGURE_BASIN,
            List.of(Operation.CREATE_BASIN),
            "PUT",
            "/v1/basins/ensured-2",
            "{}"),
        new Row(Operation.DELETE_BASIN, "DELETE", "/v1/basins/tenant-b", ""),
        new Row(Operation.GET_BASIN_CONFIG, "/v1/basins/tenant-a"),
        new Row(Operation.LIST_STREAMS, "/v1/streams"),
        new Row(Operation.CREATE_STREAM, "POST", "/v1/streams", "{\"stream\":\"new\"}"),
        new Row(
            Operation.CREATE_STREAM,
            List.of(Operation.RECONFIGURE_STREAM),
            "PUT",
            "/v1/streams/ensured-1",
            "{}"),
        new Row(
            Operation.RECONFIGURE_STREAM,
            List.of(Operation.CREATE_STREAM),
            "PUT",
            "/v1/streams/ensured-2",
            "{}"),
        new Row(Operation.GET_STREAM_CONFIG, STREAM),
        new Row(Operation.DELETE_STREAM, "DELETE", "/v1/streams/b%2Forders", ""),
        new Row(Operation.CHECK_TAIL, RECORDS + "/tail"),
        new Row(Operation.APPEND, "POST", RECORDS, RECORD),
        new Row(Operation.READ, RECORDS + "?seq_num=0&wait=1"),
        command(Operation.TRIM, "trim", "\\u0000".repeat(8)),
        command(Operation.FENCE, "fence", ""),
        new Row(
            Operation.RECONFIGURE_BASIN,
            "PATCH",
            "/v1/basins/tenant-a",
            "{\"create_stream_on_read\":false}"),
        new Row(Operation.RECONFIGURE_STREAM, "PATCH", STREAM, "{}"),
        new Row(Operation.LIST_ACCESS_TOKENS, "/v1/access-tokens"),
        new Row(
            Operation.ISSUE_ACCESS_TOKEN,
            "POST",
            "/v1/access-tokens",
            "{\"id\":\"issued\",\"scope\":{\"ops\":[\"issue-access-token\"]}}"),
        new Row(Operation.REVOKE_ACCESS_TOKEN, "DELETE", "/v1/access-tokens/to-revoke", ""),
        new Row(Operation.ACCOUNT_METRICS, "/v1/metrics?set=account-ops&start=0&end=60"),
        new Row(Operation.BASIN_METRICS, "/v1/metrics/tenant-a?set=storage&start=0&end=60"),
        new Row(
            Operation.STREAM_METRICS, "/v1/metrics/tenant-a/a%2Forders?set=storage&start=0&end=60"),
        new Row(Operation.LIST_LOCATIONS, "/v1/locations"),
        new Row(Operation.GET_DEFAULT_LOCATION, "/v1/locations/default"),
        new Row(Operation.SET_DEFAULT_LOCATION, "PUT", "/v1/locations/default", LOCATION));
  }

  @Test
  void rows_haveEveryOperation() {
    assertThat(rows().stream().map(Row::operation)).contains(Operation.values());
  }

  private Http.Answer send(AccessToken token, Row row) throws IOException {
    return s2.send(token, row.method(), row.target(), row.body(), IN_A, JSON);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void operation_whereItIsMissing_isDenied(Row row) throws IOException {
    var others = EnumSet.complementOf(EnumSet.of(row.operation()));

    var answer = send(s2.allowing(others), row);

    assertDenied(answer);
    String name = row.operation().name().toLowerCase(Locale.ROOT).replace('_', '-');
    assertThat(answer.body()).contains("the access token does not allow `" + name + "`");
  }

  @ParameterizedTest
  @MethodSource("rows")
  void operation_whereItIsAllowed_isDone(Row row) throws IOException {
    var answer = send(s2.allowing(row.needed()), row);

    assertThat(answer.status()).as(answer.body()).isBetween(200, 299);
  }

  @Test
  void append_deniedForACommandInIt_writesNothing() throws IOException {
    AccessToken token = s2.allowing(Set.of(Operation.APPEND, Operation.CHECK_TAIL));
    String before = s2.send(token, "GET", RECORDS + "/tail", "", IN_A).body();
    String mixed =
        "{\"records\":[{\"body\":\"x\"},{\"headers\":[[\"\",\"fence\"]],\"body\":\"mine\"}]}";

    assertDenied(s2.send(token, "POST", RECORDS, mixed, IN_A, JSON));

    assertThat(s2.send(token, "GET", RECORDS + "/tail", "", IN_A).body()).isEqualTo(before);
  }
}
