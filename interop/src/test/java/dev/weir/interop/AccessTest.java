package dev.weir.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Stock clients with tokens: in LiveStore's payload for pulls, and in the push URL for pushes.
@ExtendWith(Interop.class)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AccessTest {
  private static final String ALICE = "alice-0123456789abcdef";
  private static final String BOB = "bob-0123456789abcdefgh";
  private static final Pattern REFUSED =
      Pattern.compile("http_requests_total\\{.*status=\"40[13]\".*} ([0-9.]+)");
  private static final Pattern UNDER_WAY =
      Pattern.compile("http_requests_active\\{.*route=\"/api/s2\".*} ([0-9.]+)");

  private static Map<String, String> endpoint(Weir weir, String token) {
    return Map.of(
        "pull", weir.endpoint(),
        "ping", weir.endpoint(),
        "push", weir.endpoint() + "?token=" + token);
  }

  private static Client open(Clients clients, Weir weir, String token, String storeId) {
    var clientId = token.substring(0, token.indexOf('-'));
    return clients.storeWithPayload(
        clientId, endpoint(weir, token), storeId, Map.of("authToken", token));
  }

  @Test
  void clientsWithTokens_convergeThroughAGuardedWeir(
      @TempDir Path directory, Clients clients, String storeId) throws Exception {
    var tokens = directory.resolve("tokens");
    Files.writeString(
        tokens,
        "alice read-write %1$s %2$s\nbob read-write %1$s %3$s\n".formatted(storeId, ALICE, BOB));
    try (var weir = start(directory, tokens)) {
      var alice = open(clients, weir, ALICE, storeId);
      var bob = open(clients, weir, BOB, storeId);
      var first = Commit.of("a", 10);
      var second = Commit.of("b", 10);
      alice.commit(first);
      bob.awaitConfirmed(first.ids());
      bob.commit(second);
      var all = Stream.of(first, second).flatMap(commit -> commit.ids().stream()).toList();
      alice.awaitConfirmed(all);
      bob.awaitConfirmed(all);

      assertThat(alice.look().rows()).isEqualTo(bob.look().rows());
      Eventlog.read(weir, storeId).assertOneUnbrokenChain();
      assertThat(refused(weir)).isZero();
    }
  }

  /// A stock client repeats a refused pull 200 times a second, if it is let.
  @Test
  void aRefusedClient_asksSeldom_andSyncsOnceItsTokenCounts(
      @TempDir Path directory, Clients clients, String storeId) throws Exception {
    var tokens = directory.resolve("tokens");
    Files.writeString(tokens, "bob read-write * " + BOB + "\n");
    try (var weir = start(directory, tokens)) {
      var begun = System.nanoTime();
      var alice = open(clients, weir, ALICE, storeId);
      var waiting = Commit.of("waiting", 3);
      alice.commit(waiting);
      await(() -> refused(weir) >= 4);
      var seconds = (System.nanoTime() - begun) / 1e9;
      assertThat((refused(weir) + underWay(weir)) / seconds).isLessThanOrEqualTo(1);
      assertThat(tailStatus(weir, storeId)).as("nothing was made for it").isEqualTo(404);

      Files.writeString(
          tokens, "bob read-write * " + BOB + "\nalice read-write " + storeId + " " + ALICE + "\n");
      alice.awaitConfirmed(waiting.ids());
      var bob = open(clients, weir, BOB, storeId);
      bob.awaitConfirmed(waiting.ids());
      assertThat(Eventlog.read(weir, storeId).ids()).isEqualTo(waiting.ids());
    }
  }

  private static Weir start(Path directory, Path tokens) {
    return Weir.start(
        directory.resolve("data"), "--sync-tokens", tokens.toString(), "--auth-push-url");
  }

  private interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  private static void await(Condition condition) throws IOException, InterruptedException {
    var never = new CountDownLatch(1);
    while (!condition.holds()) {
      assertThat(never.await(200, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  private static int tailStatus(Weir weir, String storeId)
      throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var tail = URI.create(weir.s2Api() + "/streams/" + storeId + "/records/tail");
      var request = HttpRequest.newBuilder(tail).header("s2-basin", "livestore").build();
      return http.send(request, BodyHandlers.discarding()).statusCode();
    }
  }

  private static double refused(Weir weir) throws IOException, InterruptedException {
    return sum(REFUSED, weir);
  }

  private static double underWay(Weir weir) throws IOException, InterruptedException {
    return sum(UNDER_WAY, weir);
  }

  private static double sum(Pattern metric, Weir weir) throws IOException, InterruptedException {
    // Without the upgrade to HTTP/2, during which this client now and then finds its end too soon.
    try (var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var request = HttpRequest.newBuilder(weir.base().resolve("/metrics")).build();
      List<MatchResult> found =
          metric.matcher(http.send(request, BodyHandlers.ofString()).body()).results().toList();
      return found.stream().mapToDouble(match -> Double.parseDouble(match.group(1))).sum();
    }
  }
}
