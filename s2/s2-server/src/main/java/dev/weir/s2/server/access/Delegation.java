package dev.weir.s2.server.access;

import dev.weir.s2.AccessTokenInfo;
import dev.weir.s2.AccessTokenScope;
import dev.weir.s2.Operation;
import dev.weir.s2.OperationGroups;
import dev.weir.s2.OperationGroups.ReadWrite;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.ResourceSet;
import java.time.Instant;
import java.util.Optional;

/// What a token's holder may hand on: no operation, no resource and no moment more than its own.
///
/// A group is more than its operations of today, so only who holds the group itself may hand it on.
/// A token that outlives its issuer's revocation has the issuer's expiry at the latest.
record Delegation(Grant grant) {
  /// The token to issue, with whole stream names and an expiry that is the issuer's where it has
  /// none.
  ///
  /// @throws RequestRejectedException `PERMISSION_DENIED` if it is more than the issuer's own
  AccessTokenInfo check(AccessTokenInfo asked) {
    AccessTokenScope scope = asked.scope().withStreams(inOwnNamespace(asked));
    AccessTokenScope own = grant.token().scope();
    requireOperations(own, scope);
    requireWithin("basins", own.basins(), scope.basins());
    requireWithin("streams", own.streams(), scope.streams());
    requireWithin("access tokens", own.accessTokens(), scope.accessTokens());
    return new AccessTokenInfo(asked.id(), expiry(asked), asked.autoPrefixStreams(), scope);
  }

  /// Who does not see the prefix of its streams cannot hand out tokens that show it.
  private ResourceSet inOwnNamespace(AccessTokenInfo asked) {
    ResourceSet streams = asked.scope().streams();
    boolean none = streams.equals(ResourceSet.none());
    if (!grant.namespace().isWhole() && !none && !asked.autoPrefixStreams()) {
      throw Grant.denied(
          "an access token with `auto_prefix_streams` can issue only such tokens, or ones without"
              + " streams");
    }
    return grant.namespace().full(streams);
  }

  private static void requireOperations(AccessTokenScope own, AccessTokenScope asked) {
    for (Operation operation : asked.operations()) {
      if (!own.allows(operation)) {
        throw exceeds("operations");
      }
    }
    OperationGroups groups = own.groups();
    boolean within =
        covers(groups.account(), asked.groups().account())
            && covers(groups.basin(), asked.groups().basin())
            && covers(groups.stream(), asked.groups().stream());
    if (!within) {
      throw exceeds("operation groups");
    }
  }

  private static boolean covers(ReadWrite own, ReadWrite asked) {
    return (own.read() || !asked.read()) && (own.write() || !asked.write());
  }

  private static void requireWithin(String what, ResourceSet own, ResourceSet asked) {
    if (!own.containsAll(asked)) {
      throw exceeds(what);
    }
  }

  private Optional<Instant> expiry(AccessTokenInfo asked) {
    Optional<Instant> own = grant.token().expiresAt();
    if (own.isPresent() && asked.expiresAt().filter(at -> at.isAfter(own.get())).isPresent()) {
      throw exceeds("expiry");
    }
    return asked.expiresAt().or(() -> own);
  }

  private static RequestRejectedException exceeds(String what) {
    return Grant.denied("the " + what + " of the access token to issue exceed the caller's own");
  }
}
