package dev.weir.s2.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.AccessToken;
import dev.weir.s2.AccessTokenId;
import dev.weir.s2.AccessTokenInfo;
import dev.weir.s2.AccessTokenScope;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.Operation;
import dev.weir.s2.ResourceSet;
import dev.weir.s2.S2Basin;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.lite.S2Lite;
import dev.weir.s2.lite.S2LiteOptions;
import dev.weir.s2.server.access.AccessControl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// A server that asks for tokens, over a store of two tenants: `tenant-a` and `tenant-b` are basins
/// with the streams `a/orders` and `b/orders`.
final class AccessFixture implements AutoCloseable {
  static final AccessToken ROOT = new AccessToken("root-token-of-the-tests");
  static final BasinName A = new BasinName("tenant-a");
  static final BasinName B = new BasinName("tenant-b");
  static final String IN_A = "s2-basin: tenant-a";
  static final String IN_B = "s2-basin: tenant-b";
  static final String JSON = "content-type: application/json";
  static final String RECORD = "{\"records\":[{\"body\":\"x\"}]}";

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.ofEpochMilli(System.currentTimeMillis()));
  private final AtomicLong issued = new AtomicLong();
  final S2Lite store = S2Lite.inMemory(S2LiteOptions.DEFAULT.withClock(now::get));
  final S2Server server =
      S2Server.start(store, S2ServerConfig.LOOPBACK.withAccess(AccessControl.byToken(ROOT, store)));

  AccessFixture() {
    for (BasinName name : Set.of(A, B)) {
      store.createBasin(name, BasinConfig.DEFAULT);
      for (String stream : Set.of("a/orders", "b/orders")) {
        store.basin(name).createStream(new StreamName(stream), StreamConfig.UNSET);
      }
    }
  }

  S2Basin basin(BasinName name) {
    return store.basin(name);
  }

  Instant now() {
    return now.get();
  }

  void advance(Duration by) {
    now.updateAndGet(at -> at.plus(by));
  }

  /// A token for these operations on everything.
  AccessToken allowing(Set<Operation> operations) {
    return issue(scope(ResourceSet.all(), ResourceSet.all(), operations));
  }

  AccessToken issue(AccessTokenScope scope) {
    return store.issueAccessToken(info(scope));
  }

  /// A token whose streams are those with the prefix, and who does not see it.
  AccessToken autoPrefixed(String prefix, Set<Operation> operations) {
    var scope = scope(ResourceSet.all(), new ResourceSet.Prefix(prefix), operations);
    return store.issueAccessToken(info(scope).withAutoPrefixStreams());
  }

  AccessTokenInfo info(AccessTokenScope scope) {
    return AccessTokenInfo.of(new AccessTokenId("token-" + issued.incrementAndGet()), scope);
  }

  static AccessTokenScope scope(
      ResourceSet basins, ResourceSet streams, Set<Operation> operations) {
    return AccessTokenScope.NOTHING
        .withBasins(basins)
        .withStreams(streams)
        .withAccessTokens(ResourceSet.all())
        .withOperations(operations);
  }

  Http.Answer send(AccessToken token, String method, String target, String body, String... headers)
      throws IOException {
    return Http.send(server.endpoint(), method, target, body, with(token, headers));
  }

  Events events(AccessToken token, String target, String... headers) throws IOException {
    var all = with(token, headers);
    var socket =
        Http.open(server.endpoint(), "GET", target, "".getBytes(StandardCharsets.UTF_8), all);
    return new Events(socket);
  }

  private static String[] with(AccessToken token, String... headers) {
    var all = new String[headers.length + 1];
    all[0] = "authorization: Bearer " + token.value();
    System.arraycopy(headers, 0, all, 1, headers.length);
    return all;
  }

  static void assertDenied(Http.Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    assertThat(answer.body()).contains("\"code\":\"permission_denied\"");
  }

  static void assertAllowed(Http.Answer answer) {
    assertThat(answer.status()).as(answer.body()).isBetween(200, 299);
  }

  @Override
  public void close() {
    server.close();
    store.close();
  }
}
