package dev.weir.s2;

/// Which part of a list: names with `prefix`, after `startAfter` (exclusive), in the order of their
/// bytes.
///
/// @param limit items at most; 0 and more than 1,000 mean 1,000
public record ListRequest(String prefix, String startAfter, int limit) {
  public ListRequest {
    limit = limit <= 0 || limit > S2Limits.MAX_LIST_ITEMS ? S2Limits.MAX_LIST_ITEMS : limit;
  }

  /// The first page of everything.
  public static final ListRequest ALL = new ListRequest("", "", S2Limits.MAX_LIST_ITEMS);

  /// The first page of the names that begin so.
  public static ListRequest withPrefix(String prefix) {
    return new ListRequest(prefix, "", S2Limits.MAX_LIST_ITEMS);
  }

  /// The page behind the one that ended with `name`.
  public ListRequest after(String name) {
    return new ListRequest(prefix, name, limit);
  }

  /// Fails where the bounds could not belong to basins.
  ///
  /// @throws InvalidInputException with S2's own message
  public ListRequest requireBasinBounds() {
    BasinName.checkListBound("prefix", prefix);
    BasinName.checkListBound("start-after", startAfter);
    return this;
  }

  /// Fails where the bounds could not belong to access tokens.
  ///
  /// @throws InvalidInputException with S2's own message
  public ListRequest requireAccessTokenBounds() {
    AccessTokenId.checkListBound("id prefix", prefix);
    AccessTokenId.checkListBound("id start-after", startAfter);
    return this;
  }

  /// Fails where the bounds could not belong to streams.
  ///
  /// @throws InvalidInputException with S2's own message
  public ListRequest requireStreamBounds() {
    StreamName.checkListBound("prefix", prefix);
    StreamName.checkListBound("start-after", startAfter);
    return this;
  }
}
