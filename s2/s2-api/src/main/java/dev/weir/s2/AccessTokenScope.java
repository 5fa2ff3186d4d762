package dev.weir.s2;

import java.util.Set;

/// What an access token allows: an operation on a resource needs both. Start from [#NOTHING] or
/// [#EVERYTHING].
///
/// @param basins which basins
/// @param streams which streams of those basins
/// @param accessTokens which access tokens may be listed, issued and revoked
/// @param groups operations by kind, besides `operations`
/// @param operations operations one by one
public record AccessTokenScope(
    ResourceSet basins,
    ResourceSet streams,
    ResourceSet accessTokens,
    OperationGroups groups,
    Set<Operation> operations) {
  /// Allows nothing.
  public static final AccessTokenScope NOTHING =
      new AccessTokenScope(
          ResourceSet.none(),
          ResourceSet.none(),
          ResourceSet.none(),
          OperationGroups.NONE,
          Set.of());

  /// Allows everything.
  public static final AccessTokenScope EVERYTHING =
      new AccessTokenScope(
          ResourceSet.all(), ResourceSet.all(), ResourceSet.all(), OperationGroups.ALL, Set.of());

  public AccessTokenScope {
    operations = Set.copyOf(operations);
  }

  /// Whether the operation is among what the groups and the single operations allow.
  public boolean allows(Operation operation) {
    return operations.contains(operation) || groups.allow(operation);
  }

  /// The same scope with these basins.
  public AccessTokenScope withBasins(ResourceSet basins) {
    return new AccessTokenScope(basins, streams, accessTokens, groups, operations);
  }

  /// The same scope with these streams.
  public AccessTokenScope withStreams(ResourceSet streams) {
    return new AccessTokenScope(basins, streams, accessTokens, groups, operations);
  }

  /// The same scope with these access tokens.
  public AccessTokenScope withAccessTokens(ResourceSet accessTokens) {
    return new AccessTokenScope(basins, streams, accessTokens, groups, operations);
  }

  /// The same scope with these kinds of operation.
  public AccessTokenScope withGroups(OperationGroups groups) {
    return new AccessTokenScope(basins, streams, accessTokens, groups, operations);
  }

  /// The same scope with these single operations.
  public AccessTokenScope withOperations(Set<Operation> operations) {
    return new AccessTokenScope(basins, streams, accessTokens, groups, operations);
  }
}
