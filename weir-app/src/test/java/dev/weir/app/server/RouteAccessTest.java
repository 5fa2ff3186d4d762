package dev.weir.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.app.server.GuardedWeir.Answer;
import dev.weir.app.server.RouteTable.Row;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Every route by everybody: nothing that Weir serves is for others than the table says.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RouteAccessTest {
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND");

  /// 404 is for what is at no time there.
  private static final List<Integer> REFUSED = List.of(401, 403, 404);

  private GuardedWeir weir;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    weir = new GuardedWeir(directory);
  }

  @AfterAll
  void stop() {
    weir.close();
  }

  /// The server itself tells its routes, so that none is left out that is new.
  @Test
  void table_hasEveryRouteOfTheServer() {
    List<String> routes = weir.server.routes();
    Set<String> covered =
        RouteTable.rows().stream()
            .map(row -> route(routes, row.path()))
            .collect(Collectors.toSet());

    assertThat(new TreeSet<>(covered)).containsExactlyElementsOf(new TreeSet<>(routes));
  }

  /// The one that fits best, as the server chooses.
  private static String route(List<String> routes, String path) {
    return routes.stream()
        .filter(route ->
            route.endsWith("/*")
                ? path.startsWith(route.substring(0, route.length() - 1))
                : path.equals(route))
        .max(
            Comparator.comparing((String route) -> !route.endsWith("/*"))
                .thenComparingInt(String::length))
        .orElseThrow(() -> new AssertionError("no route for " + path + " among " + routes));
  }

  /// All at once, as sync refuses slowly. Methods that the table does not have come as a page of
  /// another site would have a browser ask for them.
  @Test
  void everyRoute_byWhomeverItIsNotFor_isRefusedAndChangesNothing() {
    String before = weir.state();
    Map<String, CompletableFuture<Answer>> refused = askForWhatIsOthers();
    Map<String, CompletableFuture<Answer>> unknown = askByOtherMethods();

    assertThat(refused).hasSizeGreaterThan(500);
    refused.forEach((what, coming) -> {
      Answer answer = coming.join();
      assertThat(answer.status()).as(what).isIn(REFUSED);
      assertThat(answer.body()).as(what).doesNotContain("treasure", "0123456789abcdef");
    });
    unknown.forEach((what, coming) -> {
      Answer answer = coming.join();
      assertThat(answer.status()).as(what).isBetween(400, 499);
      assertThat(answer.header("access-control-allow-origin")).as(what).isEmpty();
    });
    assertThat(weir.state()).isEqualTo(before);
  }

  private Map<String, CompletableFuture<Answer>> askForWhatIsOthers() {
    var sent = new LinkedHashMap<String, CompletableFuture<Answer>>();
    for (Row row : RouteTable.rows()) {
      for (Requester requester : Requester.values()) {
        if (!row.letIn().contains(requester)) {
          sent.put(requester + ": " + row, weir.send(requester, row));
        }
      }
    }
    return sent;
  }

  private Map<String, CompletableFuture<Answer>> askByOtherMethods() {
    var sent = new LinkedHashMap<String, CompletableFuture<Answer>>();
    List<Row> rows = RouteTable.rows();
    for (Row row : rows) {
      for (String method : METHODS) {
        boolean isKnown =
            rows.stream()
                .anyMatch(
                    known -> known.path().equals(row.path()) && known.method().equals(method));
        if (!isKnown && !row.letIn().equals(Requester.ANYBODY)) {
          var other = new Row(method, row.target(), "", row.ownPage(), Requester.NO_ONE);
          sent.put(other.toString(), weir.send(asAnotherSite(other)));
        }
      }
    }
    return sent;
  }

  private HttpRequest.Builder asAnotherSite(Row row) {
    return weir.request(row)
        .header("origin", "https://evil.example")
        .header("access-control-request-method", "DELETE")
        .header("access-control-request-headers", "x-weir-console,authorization");
  }

  @Test
  void everyRoute_byWhomItIsFor_isServed() {
    for (Row row : RouteTable.rows()) {
      for (Requester requester : row.letIn()) {
        Answer answer = weir.send(requester, row).join();
        assertThat(answer.status())
            .as(requester + ": " + row + " " + answer.body())
            .isNotIn(401, 403, 405, 421)
            .isLessThan(500);
        answer.close();
      }
    }
  }

  @Test
  void everyAnswer_isTakenByBrowsersForWhatItSaysAlone_andNamesNoServer() {
    for (Row row : RouteTable.rows()) {
      if (row.method().equals("GET")) {
        Answer answer = weir.send(Requester.OPERATOR, row).join();
        assertThat(answer.header("x-content-type-options")).as(row.toString()).contains("nosniff");
        assertThat(answer.header("server")).as(row.toString()).isEmpty();
        answer.close();
      }
    }
  }
}
