package dev.weir.s2.server;

import static dev.weir.s2.server.AccessFixture.scope;
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
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.ResourceSet;
import dev.weir.s2.S2;
import dev.weir.s2.server.access.AccessControl;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What a token's holder can hand on to others.
class DelegationTest {
  private static final AccessTokenId NEW = new AccessTokenId("team/new");
  private static final AccessTokenScope ISSUER =
      new AccessTokenScope(
          new ResourceSet.Prefix("tenant-"),
          new ResourceSet.Prefix("a/"),
          new ResourceSet.Prefix("team/"),
          new OperationGroups(ReadWrite.NONE, ReadWrite.NONE, ReadWrite.READ_ONLY),
          Set.of(Operation.ISSUE_ACCESS_TOKEN, Operation.LIST_ACCESS_TOKENS, Operation.APPEND));
  private static final AccessTokenScope WITHIN =
      AccessTokenScope.NOTHING.withOperations(Set.of(Operation.APPEND));

  private final AccessFixture s2 = new AccessFixture();

  @AfterEach
  void stop() {
    s2.close();
  }

  private S2 as(AccessToken token) {
    return AccessControl.byToken(AccessFixture.ROOT, s2.store)
        .authorize("Bearer " + token.value(), s2.store);
  }

  private S2 issuer() {
    return as(s2.issue(ISSUER));
  }

  private static void assertDenied(S2 issuer, AccessTokenInfo info) {
    assertThatThrownBy(() -> issuer.issueAccessToken(info))
        .isInstanceOfSatisfying(
            RequestRejectedException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED));
  }

  static List<AccessTokenScope> exceeding() {
    return List.of(
        WITHIN.withOperations(Set.of(Operation.CREATE_BASIN)),
        WITHIN.withOperations(Set.of(Operation.APPEND, Operation.TRIM)),
        WITHIN.withGroups(
            new OperationGroups(ReadWrite.NONE, ReadWrite.NONE, new ReadWrite(false, true))),
        WITHIN.withGroups(new OperationGroups(ReadWrite.READ_ONLY, ReadWrite.NONE, ReadWrite.NONE)),
        WITHIN.withBasins(ResourceSet.all()),
        WITHIN.withBasins(new ResourceSet.Prefix("tenant")),
        WITHIN.withBasins(new ResourceSet.Exact("other-basin")),
        WITHIN.withStreams(ResourceSet.all()),
        WITHIN.withStreams(new ResourceSet.Prefix("a")),
        WITHIN.withStreams(new ResourceSet.Exact("b/orders")),
        WITHIN.withAccessTokens(ResourceSet.all()),
        WITHIN.withAccessTokens(new ResourceSet.Exact("admin")));
  }

  @ParameterizedTest
  @MethodSource("exceeding")
  void issue_ofMoreThanOnesOwn_isDenied(AccessTokenScope scope) {
    S2 issuer = issuer();

    assertDenied(issuer, AccessTokenInfo.of(NEW, scope));

    assertThat(issuer.issueAccessToken(AccessTokenInfo.of(NEW, WITHIN))).isNotNull();
  }

  @Test
  void issue_ofOnesOwnScope_isAllowed() {
    AccessToken issued = issuer().issueAccessToken(AccessTokenInfo.of(NEW, ISSUER));

    assertThat(s2.store.authenticate(issued)).contains(AccessTokenInfo.of(NEW, ISSUER));
  }

  /// A group may get operations that nobody has thought of yet.
  @Test
  void issue_ofAGroupByWhoHasAllItsOperationsSingly_isDenied() {
    S2 issuer =
        as(s2.issue(scope(ResourceSet.all(), ResourceSet.all(), EnumSet.allOf(Operation.class))));

    assertDenied(
        issuer, AccessTokenInfo.of(NEW, AccessTokenScope.NOTHING.withGroups(OperationGroups.ALL)));
  }

  @Test
  void issue_ofAnIdOutsideOnesOwn_isDenied() {
    assertDenied(issuer(), AccessTokenInfo.of(new AccessTokenId("other/new"), WITHIN));
  }

  @Test
  void issue_withoutExpiry_hasTheIssuersOwn() {
    var expiry = s2.now().plusSeconds(60);
    S2 issuer = as(s2.store.issueAccessToken(s2.info(ISSUER).withExpiresAt(expiry)));

    AccessToken issued = issuer.issueAccessToken(AccessTokenInfo.of(NEW, WITHIN));

    assertThat(s2.store.authenticate(issued).orElseThrow().expiresAt()).contains(expiry);
  }

  @Test
  void issue_expiringAfterTheIssuer_isDenied_andBeforeItIsAllowed() {
    var expiry = s2.now().plusSeconds(60);
    S2 issuer = as(s2.store.issueAccessToken(s2.info(ISSUER).withExpiresAt(expiry)));

    assertDenied(issuer, AccessTokenInfo.of(NEW, WITHIN).withExpiresAt(expiry.plusNanos(1)));

    var earlier = AccessTokenInfo.of(NEW, WITHIN).withExpiresAt(expiry.minusSeconds(1));
    assertThat(s2.store.authenticate(issuer.issueAccessToken(earlier))).contains(earlier);
  }

  @Test
  void autoPrefixedIssuer_handsOnItsNamespaceAlone() {
    var operations = EnumSet.allOf(Operation.class);
    S2 issuer = as(s2.autoPrefixed("t/", operations));
    var inner =
        AccessTokenInfo.of(
            NEW,
            scope(
                ResourceSet.none(), new ResourceSet.Prefix("u/"), Set.of(Operation.LIST_STREAMS)));

    assertDenied(issuer, inner);
    AccessToken issued = issuer.issueAccessToken(inner.withAutoPrefixStreams());

    assertThat(s2.store.authenticate(issued).orElseThrow().scope().streams())
        .isEqualTo(new ResourceSet.Prefix("t/u/"));
    assertThat(issuer.listAccessTokens(new ListRequest("team/", "", 10)).items())
        .extracting(info -> info.scope().streams())
        .containsExactly(new ResourceSet.Prefix("u/"));
  }

  @Test
  void listAndRevoke_reachOnlyOnesOwnTokens() {
    S2 member =
        as(
            s2.issue(
                ISSUER.withOperations(
                    Set.of(Operation.LIST_ACCESS_TOKENS, Operation.REVOKE_ACCESS_TOKEN))));
    s2.store.issueAccessToken(AccessTokenInfo.of(NEW, WITHIN));
    var foreign = new AccessTokenId("admin");
    s2.store.issueAccessToken(AccessTokenInfo.of(foreign, WITHIN));

    assertThat(member.listAccessTokens(ListRequest.ALL).items())
        .extracting(AccessTokenInfo::id)
        .containsExactly(NEW);
    assertThatThrownBy(() -> member.revokeAccessToken(foreign))
        .hasMessage("the access token does not cover access token `admin`");
    member.revokeAccessToken(NEW);
    assertThat(member.listAccessTokens(ListRequest.ALL).items()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      names = {"ISSUE_ACCESS_TOKEN", "REVOKE_ACCESS_TOKEN", "LIST_ACCESS_TOKENS"})
  void operationsOnTokens_needTheirOwnLeave(Operation operation) {
    S2 without = as(s2.allowing(EnumSet.complementOf(EnumSet.of(operation))));

    assertThatThrownBy(
            () -> {
              switch (operation) {
                case ISSUE_ACCESS_TOKEN ->
                    without.issueAccessToken(AccessTokenInfo.of(NEW, WITHIN));
                case REVOKE_ACCESS_TOKEN -> without.revokeAccessToken(NEW);
                default -> without.listAccessTokens(ListRequest.ALL);
              }
            })
        .hasMessageStartingWith("the access token does not allow `");
  }
}
