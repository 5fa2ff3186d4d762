package dev.weir.s2;

import java.util.Optional;

/// What a create of a basin may say besides its configuration. Start from [#NONE].
///
/// @param requestToken makes a repeated create find what the first one created
/// @param location where S2 Cloud shall keep the basin; without effect on a store of one machine
public record CreateBasinOptions(
    Optional<RequestToken> requestToken, Optional<LocationName> location) {
  /// Nothing.
  public static final CreateBasinOptions NONE =
      new CreateBasinOptions(Optional.empty(), Optional.empty());

  /// The same options with this token.
  public CreateBasinOptions withRequestToken(RequestToken token) {
    return new CreateBasinOptions(Optional.of(token), location);
  }

  /// The same options with this place.
  public CreateBasinOptions withLocation(LocationName location) {
    return new CreateBasinOptions(requestToken, Optional.of(location));
  }
}
