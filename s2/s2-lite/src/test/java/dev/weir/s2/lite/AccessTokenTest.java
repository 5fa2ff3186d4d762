package dev.weir.s2.lite;

import static dev.weir.s2.lite.Fixture.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.s2.AccessToken;
import dev.weir.s2.AccessTokenId;
import dev.weir.s2.AccessTokenInfo;
import dev.weir.s2.AccessTokenScope;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.ListRequest;
import dev.weir.s2.Operation;
import dev.weir.s2.OperationGroups;
import dev.weir.s2.OperationGroups.ReadWrite;
import dev.weir.s2.Page;
import dev.weir.s2.ResourceSet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(StoreKind.class)
class AccessTokenTest {
  private static final AccessTokenScope LISTS_BASINS =
      AccessTokenScope.NOTHING.withOperations(Set.of(Operation.LIST_BASINS));
  private static final AccessTokenScope FULL =
      new AccessTokenScope(
          new ResourceSet.Exact("test-basin"),
          new ResourceSet.Prefix("tenant/"),
          ResourceSet.none(),
          new OperationGroups(ReadWrite.NONE, ReadWrite.READ_ONLY, ReadWrite.ALL),
          Set.of(Operation.CREATE_STREAM, Operation.LIST_BASINS));

  private final StoreKind kind;
  private Fixture s2;

  AccessTokenTest(StoreKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    s2 = new Fixture(kind, directory);
  }

  @AfterEach
  void stop() {
    s2.close();
  }

  private static AccessTokenInfo token(String id) {
    return AccessTokenInfo.of(new AccessTokenId(id), LISTS_BASINS);
  }

  private AccessToken issue(String id) {
    return s2.store.issueAccessToken(token(id));
  }

  private static List<String> ids(Page<AccessTokenInfo> page) {
    return page.items().stream().map(info -> info.id().value()).toList();
  }

  @Test
  void issue_returnsASecretThatIsRecognisedAndNeverTheSame() {
    AccessToken first = issue("first");
    AccessToken second = issue("second");

    assertThat(first.value()).matches("weir_[A-Za-z0-9_-]{43}");
    assertThat(second.value()).isNotEqualTo(first.value());
    assertThat(s2.store.authenticate(first)).contains(token("first"));
    assertThat(s2.store.authenticate(second)).contains(token("second"));
    assertThat(s2.store.authenticate(new AccessToken(first.value() + "x"))).isEmpty();
    assertThat(s2.store.authenticate(new AccessToken("first"))).isEmpty();
  }

  @Test
  void issue_keepsNothingOfTheSecret() throws Exception {
    String secret = issue("first").value();
    var rows = new ArrayList<String>();
    s2.beneath()
        .scan(
            new byte[] {0},
            new byte[] {(byte) 0xFF},
            (key, row) -> {
              rows.add(HexFormat.of().formatHex(key) + HexFormat.of().formatHex(row));
              return true;
            });
    String random = secret.substring("weir_".length());
    String hex = HexFormat.of().formatHex(random.getBytes(StandardCharsets.UTF_8));
    assertThat(rows).isNotEmpty().noneMatch(row -> row.contains(hex));
  }

  @Test
  void token_withEverything_outlivesAReopen() throws Exception {
    var info =
        new AccessTokenInfo(
            new AccessTokenId("user/ümlaut"),
            Optional.of(Instant.parse("2099-01-02T03:04:05.678901234Z")),
            true,
            FULL);
    AccessToken secret = s2.store.issueAccessToken(info);
    s2.reopen();

    assertThat(s2.store.authenticate(secret)).contains(info);
    assertThat(s2.store.listAccessTokens(ListRequest.ALL).items()).containsExactly(info);
  }

  @Test
  void issue_ofAnIdInUse_isRefusedAndTheFirstStays() {
    AccessToken first = issue("same");

    assertRejected(ErrorCode.RESOURCE_ALREADY_EXISTS, () -> issue("same"));
    assertThat(s2.store.authenticate(first)).isPresent();
  }

  @Test
  void issue_withoutAnyOperation_isInvalid() {
    var nothing = AccessTokenInfo.of(new AccessTokenId("x"), AccessTokenScope.NOTHING);

    assertThatThrownBy(() -> s2.store.issueAccessToken(nothing))
        .hasMessage("Access token permissions cannot be empty");
    assertRejected(ErrorCode.INVALID, () -> s2.store.issueAccessToken(nothing));
  }

  @Test
  void issue_withAutoPrefixButNoPrefix_isInvalid() {
    var exact =
        AccessTokenInfo.of(
                new AccessTokenId("x"), LISTS_BASINS.withStreams(new ResourceSet.Exact("a")))
            .withAutoPrefixStreams();

    assertThatThrownBy(() -> s2.store.issueAccessToken(exact))
        .hasMessage("Auto prefixing is only allowed for streams with prefix matching");
    assertRejected(ErrorCode.INVALID, () -> s2.store.issueAccessToken(exact));
    assertRejected(
        ErrorCode.INVALID, () -> s2.store.issueAccessToken(token("x").withAutoPrefixStreams()));
  }

  @Test
  void issue_thatHasExpiredAlready_isInvalid() {
    var now = Instant.ofEpochMilli(s2.time.epochMillis());

    assertRejected(
        ErrorCode.INVALID, () -> s2.store.issueAccessToken(token("x").withExpiresAt(now)));
  }

  @Test
  void token_atItsExpiry_isRefusedAndStaysListed() {
    var expiry = Instant.ofEpochMilli(s2.time.epochMillis()).plusSeconds(60);
    AccessToken secret = s2.store.issueAccessToken(token("short").withExpiresAt(expiry));
    s2.time.advance(Duration.ofMillis(59_999));
    assertThat(s2.store.authenticate(secret)).isPresent();

    s2.time.advance(Duration.ofMillis(1));

    assertThat(s2.store.authenticate(secret)).isEmpty();
    assertThat(ids(s2.store.listAccessTokens(ListRequest.ALL))).containsExactly("short");
    assertRejected(ErrorCode.RESOURCE_ALREADY_EXISTS, () -> issue("short"));
  }

  @Test
  void revoke_refusesTheTokenAtOnceAndFreesItsId() throws Exception {
    AccessToken secret = issue("gone");
    assertThat(s2.store.authenticate(secret)).isPresent(); // now also in memory

    s2.store.revokeAccessToken(new AccessTokenId("gone"));

    assertThat(s2.store.authenticate(secret)).isEmpty();
    assertRejected(
        ErrorCode.ACCESS_TOKEN_NOT_FOUND,
        () -> s2.store.revokeAccessToken(new AccessTokenId("gone")));
    AccessToken again = issue("gone");
    assertThat(s2.store.authenticate(secret)).isEmpty();
    assertThat(s2.store.authenticate(again)).isPresent();
    s2.reopen();
    assertThat(s2.store.authenticate(secret)).isEmpty();
    assertThat(s2.store.authenticate(again)).isPresent();
  }

  @Test
  void list_showsPrefixAfterAndLimitInTheOrderOfTheirBytes() {
    for (String id : List.of("user/b", "service/a", "user/a", "user/c", "z")) {
      issue(id);
    }

    assertThat(ids(s2.store.listAccessTokens(ListRequest.ALL)))
        .containsExactly("service/a", "user/a", "user/b", "user/c", "z");
    var page = s2.store.listAccessTokens(new ListRequest("user/", "user/a", 1));
    assertThat(ids(page)).containsExactly("user/b");
    assertThat(page.hasMore()).isTrue();
    var last = s2.store.listAccessTokens(new ListRequest("user/", "user/b", 1));
    assertThat(ids(last)).containsExactly("user/c");
    assertThat(last.hasMore()).isFalse();
    assertThat(ids(s2.store.listAccessTokens(new ListRequest("nobody", "", 0)))).isEmpty();
  }

  @Test
  void cache_ofARowReadBeforeARevocation_takesItNot() {
    var cache = new TokenCache();
    AccessToken secret = new AccessToken("weir_x");
    var row = new AccessTokenRow(TokenSecret.hash(secret), token("x"));
    long era = cache.era();
    cache.revoke(row.hash());

    cache.put(row, era);

    assertThat(cache.get(row.hash())).isEmpty();
    cache.put(row, cache.era());
    assertThat(cache.get(row.hash())).contains(row);
  }
}
